import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Pause } from "./items";
import { pauseKey } from "./keys";

/**
 * The pause of all responses that is in force, or undefined.
 *
 * @param ended whether one that has ended by itself is returned too
 */
export async function getPause(
  db: DynamoDB,
  table: string,
  { ended = false }: { ended?: boolean } = {},
): Promise<Pause | undefined> {
  const answer = await db.getItem({ TableName: table, Key: marshall(pauseKey()), ConsistentRead: true });
  const pause = answer.Item && (unmarshall(answer.Item) as Pause);
  if (!pause?.paused) return undefined;
  return isOver(pause, new Date()) && !ended ? undefined : pause;
}

/** Whether a pause has ended by itself. */
export const isOver = ({ until }: Pick<Pause, "until">, now: Date): boolean =>
  until !== undefined && until <= now.toISOString();

/** Begins or ends the pause of all responses. */
export async function putPause(db: DynamoDB, table: string, pause: Pause): Promise<void> {
  await db.putItem({ TableName: table, Item: marshall({ ...pauseKey(), kind: "pause", ...pause }) });
}
