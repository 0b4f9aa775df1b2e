import { marshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../lib/errors";
import { onceKey } from "./keys";
import type { Counters } from "./noticeCounts";

/** How long one run may take to send, in milliseconds; then another one may try. */
const lease = 5 * 60_000;

/**
 * Sends a message once, however many runs want to at the same time. One that dies before it notes that the message is out
 * leaves it to the next run after the lease: then it may come twice, but never not at all.
 *
 * @param what names the message, for example "unknown 2026-11-26"
 * @returns whether this run has sent it
 */
export async function sendOnce({ db, table }: Counters, what: string, send: () => Promise<void>): Promise<boolean> {
  const place = { TableName: table, Key: marshall(onceKey(what)) };
  const now = Date.now();
  try {
    await db.updateItem({
      ...place,
      UpdateExpression: "SET claimedUntil = :until",
      ConditionExpression:
        "attribute_not_exists(sentAt) AND attribute_not_exists(claimedUntil) OR attribute_not_exists(sentAt) AND claimedUntil < :now",
      ExpressionAttributeValues: marshall({ ":until": now + lease, ":now": now }),
    });
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") return false;
    throw error;
  }
  await send();
  await db.updateItem({
    ...place,
    UpdateExpression: "SET sentAt = :at",
    ExpressionAttributeValues: marshall({ ":at": new Date().toISOString() }),
  });
  return true;
}
