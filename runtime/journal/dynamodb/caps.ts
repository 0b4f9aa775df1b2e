import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../../lib/errors";
import { type Cap, countersOf } from "../../policy/caps";
import { capKey, groupKey, heldKey } from "./keys";
import type { Journal } from "./revised";

/**
 * The parts of a transaction that count a containment towards a cap. The condition of the first one holds while there is
 * room.
 */
export function countWrites(table: string, { scope, band, most }: Cap, now: Date): TransactWriteItem[] {
  const { limiting, hours } = countersOf(band, now);
  return hours.map(({ hour, counters }, index) => ({
    Update: {
      TableName: table,
      Key: marshall(capKey(scope, hour)),
      UpdateExpression: `ADD ${counters.map((name) => `${name} :one`).join(", ")}`,
      ...(index === 0 && {
        ConditionExpression: `attribute_not_exists(${limiting}) OR ${limiting} < :most`,
        ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
      }),
      ExpressionAttributeValues: marshall({ ":one": 1, ...(index === 0 && { ":most": most }) }),
    },
  }));
}

/** A group of resources of one account, and how many of them a response may hold contained at a time. */
export interface GroupLimit {
  /** What the group belongs to, such as the response and the account. */
  scope: string;
  name: string;
  most: number;
}

/** The part of a transaction that counts a member of a group which is about to be contained. A member is counted once. */
export function joinWrite(table: string, { scope, name, most }: GroupLimit, containment: string): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: marshall(groupKey(scope, name)),
      UpdateExpression: "ADD members :one",
      ConditionExpression: "attribute_not_exists(members) OR size(members) < :most OR contains(members, :id)",
      ExpressionAttributeValues: marshall({ ":one": new Set([containment]), ":id": containment, ":most": most }),
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  };
}

/** The part of a transaction that removes a member from its group when it is no longer contained. */
export function leaveWrite(
  table: string,
  { scope, name }: Omit<GroupLimit, "most">,
  containment: string,
): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: marshall(groupKey(scope, name)),
      UpdateExpression: "DELETE members :one",
      ExpressionAttributeValues: marshall({ ":one": new Set([containment]) }),
    },
  };
}

/**
 * Notes that a containment is held back by a cap.
 *
 * @returns whether it is the first one within an hour, however often it is delivered
 */
export async function isFirstHeld(
  { db, table }: Journal,
  scope: string,
  containment: string,
  now: Date,
): Promise<boolean> {
  const hourAgo = new Date(now.getTime() - 3_600_000).toISOString();
  try {
    await db.updateItem({
      TableName: table,
      Key: marshall(heldKey(scope)),
      UpdateExpression: "SET held = :id, heldAt = :now",
      ConditionExpression: "attribute_not_exists(held) OR held = :id OR heldAt < :hourAgo",
      ExpressionAttributeValues: marshall({ ":id": containment, ":now": now.toISOString(), ":hourAgo": hourAgo }),
    });
    return true;
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") return false;
    throw error;
  }
}
