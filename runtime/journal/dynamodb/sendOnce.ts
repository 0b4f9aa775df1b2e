import { marshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../../lib/errors";
import { onceKey } from "./keys";
import type { Counters } from "./noticeCounts";

/** Milliseconds that one run may take to send; then another may try. */
const lease = 5 * 60_000;

/**
 * Sends a message once, even if several runs try at the same time. If a run dies before it notes that the message is sent, the
 * next run after the lease sends it: it may then arrive twice, but always at least once.
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
