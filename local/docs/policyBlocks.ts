import { preflightPolicy } from "../../cli/preflight/permissions";
import { exceptionProtection } from "../../components/documents/exceptionProtection";
import { policy, responseStatements } from "../../components/shared/policies";
import { rehearsalPermissions } from "../../rehearsal/permissions";

/** What the documents are shown with: the settings as they are shipped, and a security account of the documentation. */
const shown = {
  exceptionTagKey: "SecurityException",
  rolePrefix: "Security-IR-Role",
  rolePath: "/",
  securityAccountId: "111122223333",
  partition: "aws",
  signatureRequired: false,
};

/** The policies of the page of exceptions. */
export const exceptionPolicies = (): Record<string, string> => {
  const { scp, rcp } = exceptionProtection(shown);
  return { scp, rcp };
};

/** The policy of the page of the first run. */
export const firstRunPolicies = (): Record<string, string> => ({ "policy for preflight": preflightPolicy() });

/** The policy of the page of rehearsals: of the role that makes the patients. */
export const rehearsalPolicies = (): Record<string, string> => ({
  rehearsalPolicy: policy(...responseStatements(rehearsalPermissions, "aws", "444455556666")),
});

/** A page in which the policies between the marks are those that the code makes. */
export function withPolicies(page: string, policies: Record<string, string>): string {
  return Object.entries(policies).reduce((text, [name, document]) => {
    const [start, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the page has no place for the ${name}: ${start} ... ${end}`);
    const block = `${start}\n\`\`\`json\n${JSON.stringify(JSON.parse(document), null, 2)}\n\`\`\`\n`;
    return `${text.slice(0, from)}${block}${text.slice(to)}`;
  }, page);
}
