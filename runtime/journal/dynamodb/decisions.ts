import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Decision } from "../../model/journalItems";
import { decisionIndex } from "./indexes";
import { decisionKey } from "./keys";

/** A decision as an item of the table. */
export function decisionItem(decision: Decision): Record<string, AttributeValue> {
  const item = { ...decisionKey(decision), kind: "decision", ...decisionIndex(decision), ...decision };
  return marshall(item, { removeUndefinedValues: true });
}

/** Adds a decision that no containment goes with. */
export async function recordDecision(db: DynamoDB, table: string, decision: Decision): Promise<void> {
  await db.putItem({ TableName: table, Item: decisionItem(decision) });
}

/** The newest decision about a finding for which `matches` holds; undefined if there is none. */
export async function lastDecision(
  db: DynamoDB,
  table: string,
  finding: string,
  matches: (decision: Decision) => boolean,
): Promise<Decision | undefined> {
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await newestOf(db, table, finding, from);
    const found = page.decisions.find(matches);
    if (found) return found;
    from = page.next;
  } while (from);
  return undefined;
}

/** The newest decision of each response about each target of a finding; those about no target are one. */
export async function latestDecisions(db: DynamoDB, table: string, finding: string): Promise<Decision[]> {
  const latest: Record<string, Decision> = {};
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await newestOf(db, table, finding, from);
    for (const decision of page.decisions) latest[`${decision.response} ${decision.target?.arn}`] ??= decision;
    from = page.next;
  } while (from);
  return Object.values(latest);
}

async function newestOf(
  db: DynamoDB,
  table: string,
  finding: string,
  from: Record<string, AttributeValue> | undefined,
): Promise<{ decisions: Decision[]; next: Record<string, AttributeValue> | undefined }> {
  const page = await db.query({
    TableName: table,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: marshall({ ":pk": `finding#${finding}` }),
    ScanIndexForward: false,
    ConsistentRead: true,
    ...(from && { ExclusiveStartKey: from }),
  });
  return { decisions: (page.Items ?? []).map((item) => unmarshall(item) as Decision), next: page.LastEvaluatedKey };
}

/** The update of the table that notes that the notice of a decision is out. */
export function noticeSent(table: string, decision: Decision) {
  return {
    TableName: table,
    Key: marshall(decisionKey(decision)),
    UpdateExpression: "SET notice = :sent",
    ExpressionAttributeValues: marshall({ ":sent": "sent" }),
  };
}

/** Notes that the notice of a decision is out. */
export async function markNoticeSent(db: DynamoDB, table: string, decision: Decision): Promise<void> {
  await db.updateItem(noticeSent(table, decision));
}
