import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Pause } from "./items";
import { pauseKey } from "./keys";

/** The pause of all responses that is in force, or undefined. */
export async function getPause(db: DynamoDB, table: string): Promise<Pause | undefined> {
  const answer = await db.getItem({ TableName: table, Key: marshall(pauseKey()), ConsistentRead: true });
  const pause = answer.Item && (unmarshall(answer.Item) as Pause);
  return pause?.paused ? pause : undefined;
}

/** Begins or ends the pause of all responses. */
export async function putPause(db: DynamoDB, table: string, pause: Pause): Promise<void> {
  await db.putItem({ TableName: table, Item: marshall({ ...pauseKey(), kind: "pause", ...pause }) });
}
