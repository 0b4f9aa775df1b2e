import { createHash } from "node:crypto";
import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Approval } from "../../model/journalItems";
import { approvalKey } from "./keys";
import { putUnchanged, readItem } from "./revised";

/** The id of the approval that one finding needs for one containment. */
export function approvalId(containment: string, finding: string): string {
  return createHash("sha256").update(`${containment} ${finding}`).digest("hex").slice(0, 16);
}

/** The approval, or undefined if there is none. */
export function getApproval(db: DynamoDB, table: string, id: string): Promise<Approval | undefined> {
  return readItem<Approval>({ db, table }, approvalKey(id));
}

/**
 * Writes an approval in place of the one that was read.
 *
 * @param known the approval as it was read; undefined if there was none
 * @returns the approval as written; undefined if it was changed in the meantime
 */
export async function putApproval(
  db: DynamoDB,
  table: string,
  approval: Approval,
  known: Approval | undefined,
): Promise<Approval | undefined> {
  const content = { ...approval, kind: "approval" };
  const revision = await putUnchanged({ db, table }, approvalKey(approval.id), content, known);
  return revision === undefined ? undefined : { ...approval, revision };
}

/** Every approval of a response that is waiting, or approved but not used. The last second may be missing. */
export async function openApprovals(db: DynamoDB, table: string, response: string): Promise<Approval[]> {
  const found: Approval[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await db.query({
      TableName: table,
      KeyConditionExpression: "pk = :pk",
      FilterExpression: "#status IN (:waiting, :approved) AND #response = :response",
      ExpressionAttributeNames: { "#status": "status", "#response": "response" },
      ExpressionAttributeValues: marshall({
        ":pk": approvalKey("").pk,
        ":waiting": "waiting",
        ":approved": "approved",
        ":response": response,
      }),
      ...(from && { ExclusiveStartKey: from }),
    });
    found.push(...(page.Items ?? []).map((item) => unmarshall(item) as Approval));
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}
