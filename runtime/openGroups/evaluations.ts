import type { ConfigService } from "@aws-sdk/client-config-service";
import type { EC2 } from "@aws-sdk/client-ec2";
import { pages } from "../aws/pages";
import type { IsolationGroupNote } from "../model/journalItems";
import { countInterfaces } from "../responses/confineSecurityGroup/read";
import { type GroupFacts, isolationOf, misuse } from "../responses/confineSecurityGroup/state";
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

/** How groups are judged. */
export interface Judging {
  /** TCP ports that may be public, as set for `confine-security-group`. */
  allowedPorts: string[];
  /** The groups of isolate-instance in the account and Region, as the journal knows them. */
  ours: IsolationGroupNote[];
}

/** Judges what AWS Config asks for, each group as it is now. */
export async function evaluationsFor(
  { ec2, config }: EvaluatorClients,
  { accountId, groupId, gone, rule }: Invocation,
  { allowedPorts, ours }: Judging,
): Promise<GroupEvaluation[]> {
  const judge = async (read: GroupFacts): Promise<GroupEvaluation> => {
    const group = { ...read, ...isolationOf(ours, read.id, Date.now()) };
    const users = misuse(group, 1) > 0 ? await countInterfaces(ec2, group.id) : 0;
    return { groupId: group.id, ...evaluate(group, allowedPorts, users) };
  };
  if (groupId && gone) return [{ groupId, ...notApplicable(gone) }];
  if (groupId) {
    const [group] = await readGroups(ec2, accountId, groupId);
    return [group ? await judge(group) : { groupId, ...evaluate(undefined, allowedPorts) }];
  }
  // Judged groups first: a group that is deleted in between is then missing among the existing ones, not the other way round.
  const judged = await judgedGroups(config, rule);
  const groups = await readGroups(ec2, accountId);
  const existing = new Set(groups.map((group) => group.id));
  return [
    ...(await Promise.all(groups.map(judge))),
    ...judged.filter((id) => !existing.has(id)).map((id) => ({ groupId: id, ...evaluate(undefined, allowedPorts) })),
  ];
}

/** The groups with a result of the rule: Config keeps it, even if it missed that the group was deleted. */
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
