import { preflightPolicy } from "../../cli/preflight/permissions";
import { exceptionProtection } from "../../components/documents/exceptionProtection";
import { policy, responseStatements } from "../../components/shared/policies";
import { rehearsalPermissions } from "../../rehearsal/permissions";
import { pipelinePolicy } from "./pipelinePolicy";

/** The values in the examples: the shipped settings, and a security account for documentation. */
const shown = {
  exceptionTagKey: "SecurityException",
  rolePrefix: "Security-IR-Role",
  rolePath: "/",
  securityAccountId: "111122223333",
  partition: "aws",
  signatureRequired: false,
};

/** The policies in docs/exceptions.md. */
export const exceptionPolicies = (): Record<string, string> => {
  const { scp, rcp } = exceptionProtection(shown);
  return { scp, rcp };
};

/** The policy in docs/first-run.md. */
export const firstRunPolicies = (): Record<string, string> => ({ "policy for preflight": preflightPolicy() });

/** The policy in docs/rehearsal.md, for the role that creates the test resources. */
export const rehearsalPolicies = (): Record<string, string> => ({
  rehearsalPolicy: policy(...responseStatements(rehearsalPermissions, "aws", "444455556666")),
});

/** The policy in docs/pipelines.md, for the role of a pipeline. */
export const pipelinePolicies = (): Record<string, string> => ({ pipelinePolicy: pipelinePolicy() });

/** Replaces the policies between the markers of a page by the generated ones. */
export const withPolicies = (page: string, policies: Record<string, string>): string =>
  withBlocks(
    page,
    Object.fromEntries(
      Object.entries(policies).map(([name, document]) => [
        name,
        `\`\`\`json\n${JSON.stringify(JSON.parse(document), null, 2)}\n\`\`\``,
      ]),
    ),
  );

/** Replaces the blocks between the markers of a page by the generated ones. */
export function withBlocks(page: string, blocks: Record<string, string>): string {
  return Object.entries(blocks).reduce((text, [name, block]) => {
    const [start, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the page has no markers for ${name}: ${start} ... ${end}`);
    return `${text.slice(0, from)}${start}\n${block}\n${text.slice(to)}`;
  }, page);
}
