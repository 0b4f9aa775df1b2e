import type { Decision } from "./items";

/** The table's keys of a containment. */
export const containmentKey = (id: string) => ({ pk: `containment#${id}`, sk: "record" });

/** The table's keys of a decision; two targets of one finding are two decisions. */
export const decisionKey = (decision: Pick<Decision, "finding" | "at" | "run" | "containment" | "target">) => ({
  pk: `finding#${decision.finding}`,
  sk: `${decision.at}#${decision.run}#${decision.containment ?? decision.target?.arn ?? ""}`,
});

/** The table's keys of an approval; all of them are in one partition, so that they can be listed. */
export const approvalKey = (id: string) => ({ pk: "approvals", sk: id });

/** The table's keys of an exemption from a response; each finding about a target has its own. */
export const exemptionKey = (response: string, id: string, finding: string) => ({
  pk: `exemptions#${response}`,
  sk: `${id}#${finding}`,
});

/** The table's keys of an entry in the register of exceptions. */
export const exceptionKey = (arn: string) => ({ pk: "exceptions", sk: arn });

/** The table's keys of the pause of all responses. */
export const pauseKey = () => ({ pk: "control", sk: "pause" });

/** The table's keys of what a response has begun to contain in an account within an hour, such as 2026-11-26T02. */
export const capKey = (response: string, account: string, hour: string) => ({
  pk: `cap#${response}#${account}`,
  sk: hour,
});

/** Begins the partition of isolation groups; the evaluation of groups may read such partitions and no others. */
export const isolationGroupsPrefix = "isolation-groups#";

/** The table's keys of one of the groups that isolation made in a VPC of an account and Region. */
export const isolationGroupKey = (account: string, region: string, group: string) => ({
  pk: `${isolationGroupsPrefix}${account}#${region}`,
  sk: group,
});

/** The table's keys of the part of a name that cannot be guessed. */
export const nameKey = (name: string) => ({ pk: "names", sk: name });
