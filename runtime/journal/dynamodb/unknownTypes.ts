import { marshall } from "@aws-sdk/util-dynamodb";
import type { UnknownType, UnknownTypes } from "../unknownTypes";
import { unknownTypeKey } from "./keys";
import { query } from "./query";
import type { Table } from "./table";

/** The counts of unknown types; those of a day are a partition. */
export const unknownTypes = (table: Table): UnknownTypes => ({
  async countUnknownType(day, { type, account }) {
    await table.db.updateItem({
      TableName: table.table,
      // The longest sort key has 1,024 bytes.
      Key: marshall(unknownTypeKey(day, type.slice(0, 250))),
      UpdateExpression: "SET #account = :account ADD #findings :one",
      ExpressionAttributeNames: { "#account": "account", "#findings": "findings" },
      ExpressionAttributeValues: marshall({ ":account": account, ":one": 1 }),
    });
  },
  async unknownTypes(day) {
    const items = await query<Omit<UnknownType, "type">>(table, { value: unknownTypeKey(day, "").pk });
    return items
      .map(({ sk, findings, account }) => ({ type: sk, findings, account }))
      .sort((left, right) => right.findings - left.findings || (left.type < right.type ? -1 : 1));
  },
});
