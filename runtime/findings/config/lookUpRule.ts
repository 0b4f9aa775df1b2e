import { assumeRole } from "../../aws/assumeRole";
import { listedPolicy } from "../../aws/sessionPolicy";
import { codeOf, isDenied } from "../../lib/errors";
import type { Finding } from "../../model/finding";
import type { Permission } from "../../model/permission";
import { entersAccounts, type Route } from "../../model/response";
import type { Run } from "../../run/run";
import { isKnownType } from "../knownTypes";
import { configFindingId } from "./read";
import { ruleOf } from "./ruleResources";

/** Additional permissions of a route that acts on AWS Config rules. */
export const rulePermissions: Permission[] = [
  {
    sid: "ReadRule",
    actions: ["config:DescribeConfigRules"],
    resources: ["*"],
    why: "a rule is identified by what it checks, and its id differs in each account",
  },
];

/** The account's name for the rule of an AWS Config finding. */
const nameOf = (finding: Finding): string | undefined => finding.rule ?? ruleOf(finding.type);

/**
 * A finding of AWS Config under the identifier of its managed rule, if the name does not show it: an account may give any name to
 * a managed rule, and so do landing zones, organizations and Control Tower's newer controls. The rule is read in the account of
 * the finding (https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRules.html).
 * A rule that is the customer's own, no longer exists, or may not be read keeps its name.
 *
 * @throws what AWS throws for any other reason: the same may succeed later
 */
export async function withRule(run: Run, route: Route, finding: Finding): Promise<Finding> {
  const { findingTypes, others } = run.settings;
  const name = finding.source === "config" && finding.rehearsal === undefined ? nameOf(finding) : undefined;
  if (name === undefined || isKnownType(finding.type, [...findingTypes, ...others.types])) return finding;
  if (!entersAccounts(route) || finding.resources.length === 0) return finding;
  try {
    const identifier = await identifierOf(run, finding, name);
    return identifier === undefined ? finding : underRule(finding, identifier);
  } catch (error) {
    if (!isDenied(error) && codeOf(error) !== "NoSuchConfigRuleException") throw error;
    run.services.log.warn("it is unknown what the rule checks", { rule: name, code: codeOf(error) });
    return finding;
  }
}

/** The finding under this identifier: the same fault is one finding, whatever the rule's name. */
export function underRule(finding: Finding, identifier: string): Finding {
  const { accountId, region, resourceType, resources } = finding;
  const title = finding.title.replace(ruleOf(finding.type) ?? "", () => identifier);
  const id = configFindingId({ accountId, region, rule: identifier, resourceType, id: resources[0]!.id });
  return { ...finding, id, type: `Config:Rule/${identifier}`, title };
}

async function identifierOf(run: Run, finding: Finding, name: string): Promise<string | undefined> {
  const { services, settings } = run;
  const { accountId, region, partition } = finding;
  const target = { kind: "rule", id: name, accountId, region, partition, arn: "" };
  const policy = listedPolicy(rulePermissions, target);
  const credentials = await assumeRole(services.sts(region), target, settings.roleName, {
    name: "firebreak-read-rule",
    policy,
  });
  // Few rules have another name.
  const { ConfigService } = await import("@aws-sdk/client-config-service");
  const client = services.observe(new ConfigService({ ...services.clientConfig, region, credentials }));
  const { ConfigRules } = await client.describeConfigRules({ ConfigRuleNames: [name] });
  const source = ConfigRules?.[0]?.Source;
  return source?.Owner === "AWS" ? source.SourceIdentifier : undefined;
}
