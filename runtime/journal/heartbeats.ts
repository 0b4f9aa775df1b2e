import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { heartbeatKey } from "./keys";

/** What was heard of an account. */
export interface Heartbeat {
  account: string;
  /** The Regions that were heard at some time. */
  regions: string[];
  /** Since when a Region is silent, in ISO 8601, by Region. */
  silent: Record<string, string>;
  /** What was wrong in the last examination, a line each. */
  faults?: string[];
}

interface Table {
  db: DynamoDB;
  table: string;
}

/** What was heard of every account so far. */
export async function readHeartbeats({ db, table }: Table): Promise<Heartbeat[]> {
  const found: Heartbeat[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await db.query({
      TableName: table,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: marshall({ ":pk": heartbeatKey("").pk }),
      ConsistentRead: true,
      ...(from && { ExclusiveStartKey: from }),
    });
    for (const item of page.Items ?? []) {
      const { sk, regions, silent, faults } = unmarshall(item);
      found.push({ account: sk, regions, silent, ...(faults && { faults }) });
    }
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}

/** Keeps what was heard of an account. */
export async function writeHeartbeat({ db, table }: Table, { account, ...heard }: Heartbeat): Promise<void> {
  const Item = marshall({ ...heartbeatKey(account), ...heard }, { removeUndefinedValues: true });
  await db.putItem({ TableName: table, Item });
}

/** Forgets an account that the organization has no longer. */
export async function forgetHeartbeat({ db, table }: Table, account: string): Promise<void> {
  await db.deleteItem({ TableName: table, Key: marshall(heartbeatKey(account)) });
}
