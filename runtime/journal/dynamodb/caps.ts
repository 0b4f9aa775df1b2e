import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { type Cap, countersOf } from "../../policy/caps";
import type { GroupLimit } from "../containments";
import { capKey, groupKey } from "./keys";

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
