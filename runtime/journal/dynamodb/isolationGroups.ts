import { marshall } from "@aws-sdk/util-dynamodb";
import type { IsolationGroupNote } from "../../model/journalItems";
import type { IsolationGroups } from "../isolationGroups";
import { isolationGroupKey } from "./keys";
import { query } from "./query";
import { ifHolds, type Table } from "./table";

/** The isolation groups; those of an account and Region are a partition. */
export const isolationGroups = (table: Table): IsolationGroups => ({
  async noteIsolationGroups({ accountId, region, groupId, inUseUntil = 0, ...rest }) {
    await ifHolds(
      table.db.updateItem({
        TableName: table.table,
        Key: marshall(isolationGroupKey(accountId, region, groupId)),
        UpdateExpression: "SET note = :note, inUseUntil = :until",
        ConditionExpression: "attribute_not_exists(inUseUntil) OR inUseUntil < :until",
        ExpressionAttributeValues: marshall({
          ":note": { accountId, region, groupId, ...rest },
          ":until": inUseUntil,
        }),
      }),
    );
  },
  async isolationGroups(accountId, region) {
    const { pk } = isolationGroupKey(accountId, region, "");
    const items = await query<{ note: IsolationGroupNote; inUseUntil: number }>(table, { value: pk });
    return items.map(({ note, inUseUntil }) => ({ ...note, ...(inUseUntil > 0 && { inUseUntil }) }));
  },
});
