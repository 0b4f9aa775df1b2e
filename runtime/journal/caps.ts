import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../errors";
import { capKey } from "./keys";

/** Where a containment stands that is about to begin: within the cap, the first one beyond it, or another one. */
export type CapPlace = "within" | "first-beyond" | "beyond";

/**
 * Counts a containment that is about to begin, each once an hour however often it is delivered.
 *
 * @param most how many a response may begin in one account within a clock hour
 * @param at ISO 8601
 */
export async function countTowardsCap(
  db: DynamoDB,
  table: string,
  { response, account, containment, at }: { response: string; account: string; containment: string; at: string },
  most: number,
): Promise<CapPlace> {
  const place = { TableName: table, Key: marshall(capKey(response, account, at.slice(0, 13))) };
  const counted = await succeeds(() =>
    db.updateItem({
      ...place,
      UpdateExpression: "ADD ids :one",
      ConditionExpression: "attribute_not_exists(ids) OR size(ids) < :most OR contains(ids, :id)",
      ExpressionAttributeValues: {
        ":one": { SS: [containment] },
        ":id": { S: containment },
        ":most": { N: `${most}` },
      },
    }),
  );
  if (counted) return "within";
  const first = await succeeds(() =>
    db.updateItem({
      ...place,
      UpdateExpression: "SET beyond = :id",
      ConditionExpression: "attribute_not_exists(beyond) OR beyond = :id",
      ExpressionAttributeValues: { ":id": { S: containment } },
    }),
  );
  return first ? "first-beyond" : "beyond";
}

async function succeeds(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") return false;
    throw error;
  }
}
