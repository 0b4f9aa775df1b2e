import { exceptionProtection } from "../../components/exceptionProtection";
import { policy, responseStatements } from "../../components/policies";
import { rehearsalPermissions } from "../../rehearsal/permissions";

/** What the documents are shown with: the settings as they are shipped, and a security account of the documentation. */
const shown = {
  exceptionTagKey: "SecurityException",
  rolePrefix: "Security-IR-Role",
  securityAccountId: "111122223333",
  partition: "aws",
  signatureRequired: false,
};

/** The page of exceptions with its policies. */
export function withPolicies(page: string): string {
  const { scp, rcp } = exceptionProtection(shown);
  return withBlocks(page, { scp, rcp });
}

/** The page of rehearsals with the policy of the role that makes the patients. */
export function withRehearsalPolicy(page: string): string {
  return withBlocks(page, {
    rehearsalPolicy: policy(...responseStatements(rehearsalPermissions, "aws", "444455556666")),
  });
}

/** A page in which the documents between the marks are those that the code makes. */
function withBlocks(page: string, documents: Record<string, string>): string {
  return Object.entries(documents).reduce((text, [name, document]) => {
    const [start, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the page has no place for the ${name}: ${start} ... ${end}`);
    const block = `${start}\n\`\`\`json\n${JSON.stringify(JSON.parse(document), null, 2)}\n\`\`\`\n`;
    return `${text.slice(0, from)}${block}${text.slice(to)}`;
  }, page);
}
