import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../errors";
import { isolationGroupKey } from "./keys";

/** The table and how it is reached. */
export interface Journal {
  db: DynamoDB;
  table: string;
}

/** A security group that isolate-instance made. It is known by its id: names and tags are free for everybody to choose. */
export interface IsolationGroupNote {
  accountId: string;
  region: string;
  vpcId: string;
  kind: "open" | "closed";
  groupId: string;
  /** Until when an isolation may need the open group, in milliseconds since 1970. Absent if none was under way. */
  inUseUntil?: number;
}

/**
 * Notes that a group is ours, before its first use, and until when an isolation needs it. Noting it again is no error; a
 * later end of the use stays, because two isolations of one VPC share the group.
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
  { db, table }: Journal,
  accountId: string,
  region: string,
): Promise<IsolationGroupNote[]> {
  const found: IsolationGroupNote[] = [];
  let from: Record<string, any> | undefined;
  do {
    const page = await db.query({
      TableName: table,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: marshall({ ":pk": isolationGroupKey(accountId, region, "").pk }),
      ConsistentRead: true,
      ...(from && { ExclusiveStartKey: from }),
    });
    for (const item of page.Items ?? []) {
      const { note, inUseUntil } = unmarshall(item);
      found.push({ ...note, ...(inUseUntil > 0 && { inUseUntil }) });
    }
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}
