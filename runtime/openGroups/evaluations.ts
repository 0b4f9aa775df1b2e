import type { ConfigService } from "@aws-sdk/client-config-service";
import type { EC2 } from "@aws-sdk/client-ec2";
import { pages } from "../aws/pages";
import { evaluate, type Judgement, notApplicable } from "./evaluate";
import type { Invocation } from "./invocation";
import { readGroups } from "./readGroups";

/** The clients of the account and Region that a rule is in. */
export interface EvaluatorClients {
  ec2: EC2;
  config: ConfigService;
}

/** A judgement and the group that it is about. */
export interface GroupEvaluation extends Judgement {
  groupId: string;
}

/** Judges what AWS Config asks for, each group as it is now. */
export async function evaluationsFor(
  { ec2, config }: EvaluatorClients,
  { accountId, groupId, gone, rule }: Invocation,
  allowedPorts: string[],
): Promise<GroupEvaluation[]> {
  if (groupId && gone) return [{ groupId, ...notApplicable(gone) }];
  if (groupId) {
    const [group] = await readGroups(ec2, accountId, groupId);
    return [{ groupId, ...evaluate(group, allowedPorts) }];
  }
  // Judged ones first: a group that is deleted meanwhile is missing among those that exist, not the other way round.
  const judged = await judgedGroups(config, rule);
  const groups = await readGroups(ec2, accountId);
  const existing = new Set(groups.map((group) => group.id));
  return [
    ...groups.map((group) => ({ groupId: group.id, ...evaluate(group, allowedPorts) })),
    ...judged.filter((id) => !existing.has(id)).map((id) => ({ groupId: id, ...evaluate(undefined, allowedPorts) })),
  ];
}

/** The groups that the rule has a result for: Config keeps it, also if it missed that the group was deleted. */
async function judgedGroups(config: ConfigService, ConfigRuleName: string): Promise<string[]> {
  const results = await pages(
    (NextToken) =>
      config.getComplianceDetailsByConfigRule({
        ConfigRuleName,
        ComplianceTypes: ["COMPLIANT", "NON_COMPLIANT"],
        Limit: 100,
        NextToken,
      }),
    (page) => page.EvaluationResults,
    (page) => page.NextToken,
  );
  return results.flatMap((one) => one.EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId ?? []);
}
