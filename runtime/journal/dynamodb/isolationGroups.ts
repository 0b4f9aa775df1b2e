import { marshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../../lib/errors";
import type { IsolationGroupNote } from "../../model/journalItems";
import { isolationGroupKey } from "./keys";
import { readPartition } from "./readPartition";
import type { Journal } from "./revised";

/**
 * Notes that a group is ours, before its first use, and until when an isolation needs it. It can be noted again; the later end of
 * use stays, because two isolations in one VPC share the group.
 */
export async function noteIsolationGroups({ db, table }: Journal, note: IsolationGroupNote): Promise<void> {
  const { accountId, region, groupId, inUseUntil = 0, ...rest } = note;
  try {
    await db.updateItem({
      TableName: table,
      Key: marshall(isolationGroupKey(accountId, region, groupId)),
      UpdateExpression: "SET note = :note, inUseUntil = :until",
      ConditionExpression: "attribute_not_exists(inUseUntil) OR inUseUntil < :until",
      ExpressionAttributeValues: marshall({
        ":note": { accountId, region, groupId, ...rest },
        ":until": inUseUntil,
      }),
    });
  } catch (error) {
    if (codeOf(error) !== "ConditionalCheckFailedException") throw error;
  }
}

/** The groups of isolate-instance in an account and Region, as they were noted; some may have been deleted since. */
export async function isolationGroups(
  journal: Journal,
  accountId: string,
  region: string,
): Promise<IsolationGroupNote[]> {
  const { pk } = isolationGroupKey(accountId, region, "");
  const items = await readPartition<{ note: IsolationGroupNote; inUseUntil: number }>(journal, pk);
  return items.map(({ note, inUseUntil }) => ({ ...note, ...(inUseUntil > 0 && { inUseUntil }) }));
}
