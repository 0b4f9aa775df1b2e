import { createHash } from "node:crypto";
import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../errors";
import type { Approval } from "./items";
import { approvalKey } from "./keys";

/** The id of the approval that one finding needs for one containment. */
export function approvalId(containment: string, finding: string): string {
  return createHash("sha256").update(`${containment} ${finding}`).digest("hex").slice(0, 16);
}

/** The approval, or undefined if there is none. */
export async function getApproval(db: DynamoDB, table: string, id: string): Promise<Approval | undefined> {
  const answer = await db.getItem({ TableName: table, Key: marshall(approvalKey(id)), ConsistentRead: true });
  return answer.Item && (unmarshall(answer.Item) as Approval);
}

/** Asks: writes the approval with its plan, over one that was decided or asked for before. */
export async function putApproval(db: DynamoDB, table: string, approval: Approval): Promise<void> {
  const item = { ...approvalKey(approval.id), kind: "approval", ...approval };
  await db.putItem({ TableName: table, Item: marshall(item, { removeUndefinedValues: true }) });
}

/**
 * Notes a decision on an approval, if it still stands as one of `from`.
 *
 * @returns whether it did; otherwise somebody else has decided meanwhile
 */
export async function decideApproval(
  db: DynamoDB,
  table: string,
  id: string,
  from: Approval["status"][],
  to: Required<Pick<Approval, "status" | "decidedAt">> & Pick<Approval, "by" | "why">,
): Promise<boolean> {
  const values: Record<string, unknown> = { ":status": to.status, ":at": to.decidedAt, ":by": to.by, ":why": to.why };
  from.forEach((status, index) => {
    values[`:from${index}`] = status;
  });
  try {
    await db.updateItem({
      TableName: table,
      Key: marshall(approvalKey(id)),
      UpdateExpression: `SET #status = :status, decidedAt = :at${to.by ? ", #by = :by" : ""}${to.why ? ", why = :why" : ""}`,
      ConditionExpression: `#status IN (${from.map((_, index) => `:from${index}`).join(", ")})`,
      ExpressionAttributeNames: { "#status": "status", ...(to.by && { "#by": "by" }) },
      ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }),
    });
    return true;
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

/** Every approval of a response that waits. */
export async function waitingApprovals(db: DynamoDB, table: string, response: string): Promise<Approval[]> {
  const found: Approval[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await db.query({
      TableName: table,
      KeyConditionExpression: "pk = :pk",
      FilterExpression: "#status = :waiting AND #response = :response",
      ExpressionAttributeNames: { "#status": "status", "#response": "response" },
      ExpressionAttributeValues: marshall({
        ":pk": approvalKey("").pk,
        ":waiting": "waiting",
        ":response": response,
      }),
      ...(from && { ExclusiveStartKey: from }),
    });
    found.push(...(page.Items ?? []).map((item) => unmarshall(item) as Approval));
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}
