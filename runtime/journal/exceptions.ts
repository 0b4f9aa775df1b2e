import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Exemption, GrantedException } from "./items";
import { exceptionKey, exemptionKey } from "./keys";

/** The journal's table. */
export interface Journal {
  db: DynamoDB;
  table: string;
}

/** What was granted for a resource; undefined if nothing ever was. */
export async function grantedFor({ db, table }: Journal, arn: string): Promise<GrantedException | undefined> {
  const { Item } = await db.getItem({ TableName: table, Key: marshall(exceptionKey(arn)), ConsistentRead: true });
  return Item && (unmarshall(Item) as GrantedException);
}

/** The register: every exception that was granted, revoked ones included. */
export function allGranted(journal: Journal): Promise<GrantedException[]> {
  return partition<GrantedException>(journal, exceptionKey("").pk);
}

/** Writes an entry of the register; an earlier one of the same resource is replaced. */
export async function putGranted({ db, table }: Journal, entry: GrantedException): Promise<void> {
  await db.putItem({ TableName: table, Item: item(exceptionKey(entry.arn), entry) });
}

/** Notes an exemption; one of the same finding and target is replaced. */
export async function putExemption({ db, table }: Journal, exemption: Exemption): Promise<void> {
  const { response, id, finding } = exemption;
  await db.putItem({ TableName: table, Item: item(exemptionKey(response, id, finding.id), exemption) });
}

/** Removes an exemption; it is no error if there is none. */
export async function deleteExemption(
  { db, table }: Journal,
  response: string,
  id: string,
  finding: string,
): Promise<void> {
  await db.deleteItem({ TableName: table, Key: marshall(exemptionKey(response, id, finding)) });
}

/** One exemption; undefined if it ended. */
export async function getExemption(
  { db, table }: Journal,
  response: string,
  id: string,
  finding: string,
): Promise<Exemption | undefined> {
  const Key = marshall(exemptionKey(response, id, finding));
  const { Item } = await db.getItem({ TableName: table, Key, ConsistentRead: true });
  return Item && (unmarshall(Item) as Exemption);
}

/** Every exemption from a response. */
export function exemptionsFrom(journal: Journal, response: string): Promise<Exemption[]> {
  return partition<Exemption>(journal, exemptionKey(response, "", "").pk);
}

const item = (key: object, content: object) => marshall({ ...key, ...content }, { removeUndefinedValues: true });

async function partition<Item>({ db, table }: Journal, pk: string): Promise<Item[]> {
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
