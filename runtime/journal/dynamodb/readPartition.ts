import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Journal } from "./revised";

/** Every item of a partition, as it is now. */
export async function readPartition<Item>({ db, table }: Journal, pk: string): Promise<Item[]> {
  const items: Item[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await db.query({
      TableName: table,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: marshall({ ":pk": pk }),
      ConsistentRead: true,
      ...(from && { ExclusiveStartKey: from }),
    });
    items.push(...(page.Items ?? []).map((one) => unmarshall(one) as Item));
    from = page.LastEvaluatedKey;
  } while (from);
  return items;
}
