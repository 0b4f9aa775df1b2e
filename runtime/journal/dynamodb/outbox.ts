import { marshall } from "@aws-sdk/util-dynamodb";
import { decisionId } from "../../model/decisionId";
import type { Decision } from "../../model/journalItems";
import type { Outbox } from "../outbox";
import { decisionKey, outboxKey } from "./keys";
import { query } from "./query";
import { readItem } from "./revised";
import { type Key, type Table, unindexed } from "./table";

/** An entry names its decision, whose content is in one place only. */
interface Entry {
  decision: Key;
}

/** The outbox: one partition a response, sorted by the time of the decisions. */
export const outbox = (table: Table): Outbox => ({
  async unsentDecisions(response, before, most) {
    const { pk } = outboxKey(response, "", "");
    const entries = await query<Entry>(table, { value: pk, to: before }, (page) => page.length >= most);
    const found: Decision[] = [];
    for (const { decision } of entries.slice(0, most)) {
      const item = await readItem<object>(table, decision);
      if (item) found.push(unindexed<Decision>(item));
    }
    return found;
  },
  async markSent(decision) {
    await table.db.deleteItem({ TableName: table.table, Key: marshall(entryKey(decision)) });
  },
});

const entryKey = (decision: Decision): Key => outboxKey(decision.response, decision.at, decisionId(decision));

/** The entry of a decision as an item of the table. */
export const outboxItem = (decision: Decision) => marshall({ ...entryKey(decision), decision: decisionKey(decision) });
