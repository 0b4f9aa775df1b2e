import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Decision } from "../../model/journalItems";
import type { Decisions } from "../decisions";
import { decisionIndex } from "./indexes";
import { decisionKey } from "./keys";
import { outboxItem } from "./outbox";
import { query, type Range } from "./query";
import { type Table, unindexed } from "./table";
import { transact } from "./transact";

/** How many days to query in parallel. */
const batch = 10;

/** The decisions; those about one finding are a partition, sorted by time. */
export const decisions = (table: Table): Decisions => {
  const read = async (range: Range) => (await query<Decision>(table, range)).map(unindexed<Decision>);
  const only = { kind: ["decision"] };
  return {
    async recordDecision(decision) {
      await transact(table.db, () => decisionWrites(table.table, decision));
    },
    async markNoticeSent(decision) {
      await table.db.updateItem(noticeSent(table.table, decision));
    },
    async lastDecision(finding, matches) {
      const newest = { value: partitionOf(finding), newestFirst: true };
      const found = await query<Decision>(table, newest, (page) => page.some(matches));
      return found.map(unindexed<Decision>).find(matches);
    },
    async latestDecisions(finding) {
      const latest: Record<string, Decision> = {};
      for (const decision of await read({ value: partitionOf(finding), newestFirst: true })) {
        latest[`${decision.response} ${decision.target?.arn}`] ??= decision;
      }
      return Object.values(latest);
    },
    decisionsOf: (finding) => read({ value: partitionOf(finding) }),
    decisionsAbout: (arn) => read({ index: "byResource", value: arn, wanted: only }),
    async decisionsBetween(since, until) {
      const days = daysBetween(since, until);
      const found: Decision[] = [];
      for (let at = 0; at < days.length; at += batch) {
        const some = days.slice(at, at + batch);
        const readings = some.map((day) => read({ index: "byDay", value: day, from: since, to: until }));
        found.push(...(await Promise.all(readings)).flat());
      }
      return found;
    },
    decisionsIn: (account, since, until) =>
      read({ index: "byAccount", value: account, from: since, to: until, wanted: only }),
  };
};

const partitionOf = (finding: string) => decisionKey({ finding, at: "", run: "" }).pk;

/** The days in UTC that a time span covers, such as 2026-11-26. */
function daysBetween(since: string, until: string): string[] {
  const days: string[] = [];
  const last = Date.parse(`${until.slice(0, 10)}T00:00:00Z`);
  for (let day = Date.parse(`${since.slice(0, 10)}T00:00:00Z`); day <= last; day += 24 * 3600 * 1000) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}

/** A decision as an item of the table. */
function decisionItem(decision: Decision): Record<string, AttributeValue> {
  const item = { ...decisionKey(decision), kind: "decision", ...decisionIndex(decision), ...decision };
  return marshall(item, { removeUndefinedValues: true });
}

/** What is written for a decision: itself, and that it is not on the bus yet. */
export const decisionWrites = (table: string, decision: Decision): TransactWriteItem[] => [
  { Put: { TableName: table, Item: decisionItem(decision) } },
  { Put: { TableName: table, Item: outboxItem(decision) } },
];

/** The update of the table that notes that the notice of a decision is out. */
export function noticeSent(table: string, decision: Decision) {
  return {
    TableName: table,
    Key: marshall(decisionKey(decision)),
    UpdateExpression: "SET notice = :sent",
    ExpressionAttributeValues: marshall({ ":sent": "sent" }),
  };
}
