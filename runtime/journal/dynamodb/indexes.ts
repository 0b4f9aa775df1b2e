import type { Containment, Decision } from "../../model/journalItems";

/** An index of the journal, sorted by time within its partition key. */
export interface JournalIndex {
  name: string;
  partition: string;
  sort: string;
}

/** The journal's indexes: what happened on a day, in an account, with a resource, and what is contained now. */
export const journalIndexes: JournalIndex[] = [
  { name: "byDay", partition: "day", sort: "at" },
  { name: "byAccount", partition: "account", sort: "at" },
  { name: "byResource", partition: "resource", sort: "at" },
  // Sparse: only a containment that has something to release has the attribute `open`, whose value is `containment`.
  { name: "byOpen", partition: "open", sort: "at" },
];

/** The attributes by which the indexes find a decision. Its time is there already. */
export function decisionIndex(decision: Decision): Record<string, string> {
  const account = decision.target?.accountId ?? decision.about?.accountId;
  return {
    day: decision.at.slice(0, 10),
    ...(account && { account }),
    ...(decision.target && { resource: decision.target.arn }),
  };
}

/** The attributes by which the indexes find a containment. */
export function containmentIndex(containment: Pick<Containment, "target">): Record<string, string> {
  return { account: containment.target.accountId, resource: containment.target.arn };
}
