import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { unknownTypeKey } from "./keys";
import type { Counters } from "./noticeCounts";

/** The number of findings of an unknown type on a day. */
export interface UnknownType {
  type: string;
  findings: number;
  /** One of the accounts. */
  account: string;
}

/** Counts a finding of an unknown type. */
export async function countUnknownType(
  { db, table }: Counters,
  day: string,
  { type, account }: Omit<UnknownType, "findings">,
): Promise<void> {
  await db.updateItem({
    TableName: table,
    // The longest sort key has 1,024 bytes.
    Key: marshall(unknownTypeKey(day, type.slice(0, 250))),
    UpdateExpression: "SET #account = :account ADD #findings :one",
    ExpressionAttributeNames: { "#account": "account", "#findings": "findings" },
    ExpressionAttributeValues: marshall({ ":account": account, ":one": 1 }),
  });
}

/** The unknown types of a day, most findings first. */
export async function unknownTypes({ db, table }: Counters, day: string): Promise<UnknownType[]> {
  const found: UnknownType[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await db.query({
      TableName: table,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: marshall({ ":pk": unknownTypeKey(day, "").pk }),
      ...(from && { ExclusiveStartKey: from }),
    });
    for (const item of page.Items ?? []) {
      const { sk, findings, account } = unmarshall(item);
      found.push({ type: sk, findings, account });
    }
    from = page.LastEvaluatedKey;
  } while (from);
  return found.sort((left, right) => right.findings - left.findings || (left.type < right.type ? -1 : 1));
}
