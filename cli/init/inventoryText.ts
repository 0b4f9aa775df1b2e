import { inventoryFile, inventorySchema } from "../fleet/inventory/schema";
import type { Answers } from "./questions";

/** Characters in a line of the file. */
const width = 110;

/** Where the JSON schema is, from the folder of the program: https://github.com/redhat-developer/yaml-language-server#using-inlined-schema */
const schema = "docs/fleet.schema.json";

/**
 * An inventory as text: what was answered as values, and every other key as an example behind #, each under its description.
 *
 * @param managementAccount the organization's, if it is known
 */
export function inventoryText(organizationId: string, answers: Answers, managementAccount?: string): string {
  const { securityAccount, homeRegion, accounts, deploymentRole, regions, canary, alertEmails } = answers;
  const ofRegions = regions.length > 0 ? [`  regions: ${flow(regions)}`] : ["  #regions: [eu-west-1, us-east-1]"];
  const blocks: [key: keyof typeof inventorySchema.shape, more: string, lines: string[]][] = [
    ["organizationId", "", [`organizationId: ${organizationId}`]],
    ["securityAccountId", "", [`securityAccountId: "${securityAccount}"`]],
    ["homeRegion", "", [`homeRegion: ${homeRegion}`]],
    ["accounts", "", accounts === "organization" ? ["accounts: organization"] : ["accounts:", ...items(accounts)]],
    ["deploymentRole", "", [deploymentRole ? `deploymentRole: ${deploymentRole}` : "#deploymentRole: NAME"]],
    ["secretsProvider", "", ["#secretsProvider: awskms://alias/firebreak?region=eu-west-1"]],
    ["leftOut", "", ["#leftOut:", '#  "999988887777": closed next month']],
    ["everywhere", "Pulumi.yaml has their defaults.", everywhere(managementAccount)],
    [
      "security",
      "Pulumi.master.yaml explains each. Without modes, every response only observes.",
      [
        "security:",
        ...ofRegions,
        alertEmails.length > 0 ? `  alertEmails: ${flow(alertEmails)}` : "  #alertEmails: [security@example.com]",
        "  guardDuty: { detector: true }",
        `  #operators: ["arn:aws:iam::${securityAccount}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operator_*"]`,
        `  #approvers: ["arn:aws:iam::${securityAccount}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Approver_*"]`,
        "  #responses:",
        "  #  isolate-instance: { modes: [{ mode: approve }] }",
      ],
    ],
    [
      "defaults",
      "Pulumi.service-payments.yaml explains each.",
      ["defaults:", ...ofRegions, "  guardDuty: { detector: true }", "  #config: { rules: [ENCRYPTED_VOLUMES] }"],
    ],
    [
      "groups",
      "",
      [
        "#groups:",
        "#  production:",
        "#    organizationalUnits: [ou-ab12-11111111]",
        "#    settings: { regions: [eu-west-1, us-east-1] }",
      ],
    ],
    ["overrides", "", ["#overrides:", '#  "444455556666": { regions: [eu-west-1] }']],
    [
      "rollout",
      "",
      canary.length > 0
        ? ["rollout:", `  canary: ${flow(canary)}`, "  #failureTolerance: { percent: 5 }"]
        : ["#rollout:", "#  canary: [production]", "#  failureTolerance: { percent: 5 }"],
    ],
  ];
  const head = [
    `# yaml-language-server: $schema=${schema}`,
    ...comment(`The accounts that Firebreak covers, and their settings. docs/operations.md explains ${inventoryFile}.`),
  ];
  const text = blocks.map(([key, more, lines]) => [
    "",
    ...comment(`${inventorySchema.shape[key].description} ${more}`),
    ...lines,
  ]);
  return `${[head, ...text].flat().join("\n")}\n`;
}

const everywhere = (managementAccount: string | undefined): string[] =>
  managementAccount
    ? ["everywhere:", `  managementAccountId: "${managementAccount}"`, "  #exceptionTagKey: SecurityException"]
    : ["#everywhere:", "#  exceptionTagKey: SecurityException"];

/** A list in one line, each text in quotes: without them YAML reads an account id as a number. */
const flow = (values: string[]): string => `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
const items = (values: string[]): string[] => values.map((value) => `  - ${JSON.stringify(value)}`);

/** A sentence in lines that begin with `# `, which tells them from an example. */
function comment(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
  }
  return lines;
}
