import { marshall } from "@aws-sdk/util-dynamodb";
import type { Decision } from "../../model/journalItems";
import type { Containments } from "../containments";
import { containmentKey } from "./keys";
import { containmentOf } from "./priorState";
import { query, type Range } from "./query";
import { readItem } from "./revised";
import { ifHolds, type Table } from "./table";
import { writer } from "./writer";

/** The containments: one item each. */
export const containments = (table: Table): Containments => {
  const read = async (range: Range) => (await query(table, range)).map(containmentOf);
  return {
    async getContainment(id) {
      const item = await readItem<object>(table, containmentKey(id));
      return item && containmentOf(item);
    },
    heldContainments: (response) =>
      read({
        index: "byOpen",
        value: "containment",
        ...(response !== undefined && { wanted: { response: [response] } }),
      }),
    containmentsIn: (response, account, since) =>
      read({
        index: "byAccount",
        value: account,
        from: since,
        wanted: { kind: ["containment"], response: [response] },
      }),
    /** By day, because the table has no index by status: a scan would read the whole history. */
    async startedContainments(response, days) {
      const wanted = { kind: ["decision"], response: [response], outcome: ["started"] };
      const ids: string[] = [];
      for (const day of days) {
        const decisions = await query<Decision>(table, { index: "byDay", value: day, wanted });
        ids.push(...decisions.flatMap(({ containment }) => containment ?? []));
      }
      return [...new Set(ids)];
    },
    markReminded: (known, at) =>
      ifHolds(
        table.db.updateItem({
          TableName: table.table,
          Key: marshall(containmentKey(known.id)),
          UpdateExpression: "SET remindedAt = :at",
          ConditionExpression: `attribute_exists(#open) AND ${known.remindedAt ? "remindedAt = :known" : "attribute_not_exists(remindedAt)"}`,
          ExpressionAttributeNames: { "#open": "open" },
          ExpressionAttributeValues: marshall({ ":at": at, ...(known.remindedAt && { ":known": known.remindedAt }) }),
        }),
      ),
    noteReleaseAsked: (id, asked) =>
      ifHolds(
        table.db.updateItem({
          TableName: table.table,
          Key: marshall(containmentKey(id)),
          UpdateExpression: "SET releaseAsked = :asked",
          ConditionExpression: "attribute_exists(#open) AND attribute_not_exists(releaseAsked)",
          ExpressionAttributeNames: { "#open": "open" },
          ExpressionAttributeValues: marshall({ ":asked": asked }),
        }),
      ),
    writer: (run) => writer({ ...table, run }),
  };
};
