import type { Decision } from "../../model/journalItems";

/** The table's keys of a containment. */
export const containmentKey = (id: string) => ({ pk: `containment#${id}`, sk: "record" });

/** The table's keys of a decision; two targets of one finding are two decisions. */
export const decisionKey = (decision: Pick<Decision, "finding" | "at" | "run" | "containment" | "target">) => ({
  pk: `finding#${decision.finding}`,
  sk: `${decision.at}#${decision.run}#${decision.containment ?? decision.target?.arn ?? ""}`,
});

/** The table's keys of a decision that is not on the bus yet; those of a response are one partition. */
export const outboxKey = (response: string, at: string, id: string) => ({
  pk: `outbox#${response}`,
  sk: `${at}#${id}`,
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

/** The table's keys of what was heard of an account; all of them are in one partition, so that they can be listed. */
export const heartbeatKey = (account: string) => ({ pk: "heartbeats", sk: account });

/** The table's keys of an account of the organization; all of them are in one partition, so that they can be listed. */
export const memberKey = (account: string) => ({ pk: "members", sk: account });

/** The table's keys of a redrive of dead letters; all of them are in one partition, so that they can be listed. */
export const redriveKey = (at: string, run: string) => ({ pk: "redrives", sk: `${at}#${run}` });

/** The table's keys of the ticket of an incident; those of a channel are one partition. */
export const ticketKey = (channel: string, incident: string) => ({ pk: `tickets#${channel}`, sk: incident });

/** The table's keys of the counters of a cap in one hour, such as 2026-11-26T02. */
export const capKey = (scope: string, hour: string) => ({ pk: `cap#${scope}`, sk: hour });

/** The table's keys of the first containment that a cap holds back. */
export const heldKey = (scope: string) => ({ pk: `cap#${scope}`, sk: "held" });

/** The table's keys of a look that waits. */
export const lookKey = (containment: string) => ({ pk: `look#${containment}`, sk: "waiting" });

/** The table's keys of a group's members that are contained. */
export const groupKey = (scope: string, name: string) => ({ pk: `group#${scope}`, sk: name });

/** Begins the partition of isolation groups; the evaluation of groups may read such partitions and no others. */
export const isolationGroupsPrefix = "isolation-groups#";

/** The table's keys of one of the groups that isolation made in a VPC of an account and Region. */
export const isolationGroupKey = (account: string, region: string, group: string) => ({
  pk: `${isolationGroupsPrefix}${account}#${region}`,
  sk: group,
});

/** The table's keys of the part of a name that cannot be guessed. */
export const nameKey = (name: string) => ({ pk: "names", sk: name });

/** The table's keys of the notices of one kind about an account within an hour, such as 2026-11-26T02. */
export const noticeCountKey = (account: string, lane: string, hour: string) => ({
  pk: `notices#${account}#${lane}`,
  sk: hour,
});

/** The table's keys of what was held back of them; all of them are in one partition, so that they can be summed up. */
export const heldNoticesKey = (account: string, lane: string, hour: string) => ({
  pk: "notices-held",
  sk: `${hour}#${account}#${lane}`,
});

/** The table's keys of how many findings of an unknown type there were on a day. */
export const unknownTypeKey = (day: string, type: string) => ({ pk: `unknown#${day}`, sk: type });

/** The table's keys of a message that is sent once. */
export const onceKey = (what: string) => ({ pk: "sent-once", sk: what });
