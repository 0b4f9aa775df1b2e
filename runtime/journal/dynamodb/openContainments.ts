import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Containment, Decision } from "../../model/journalItems";
import { journalIndexes } from "./indexes";
import type { Journal } from "./revised";

/** Where a query looks: one value of an index's partition, from a time on. */
interface Range {
  index: string;
  value: string;
  /** ISO 8601; the end of the range is open. */
  since: string;
}

/**
 * The containments that a response holds in an account and that were worked on since a time. The index follows the table
 * within a second or so: what was written just now may be missing.
 */
export function containmentsIn(
  { db, table }: Journal,
  response: string,
  account: string,
  since: string,
): Promise<Containment[]> {
  return queryAll<Containment>(
    db,
    table,
    { index: "byAccount", value: account, since },
    { kind: "containment", response },
  );
}

/** What a response holds now, in all accounts. The same index delay. */
export function heldContainments(db: DynamoDB, table: string, response: string): Promise<Containment[]> {
  return queryAll<Containment>(db, table, { index: "byOpen", value: "containment", since: "0" }, { response });
}

/**
 * The ids of a response's containments with outcome `started` on one of the days. By day, because the table has no index by
 * status: a scan would read the whole history.
 *
 * @param days such as 2026-11-25
 */
export async function startedContainments(
  db: DynamoDB,
  table: string,
  response: string,
  days: string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const day of days) {
    const wanted = { kind: "decision", response, outcome: "started" };
    const decisions = await queryAll<Decision>(db, table, { index: "byDay", value: day, since: day }, wanted);
    ids.push(...decisions.flatMap((decision) => decision.containment ?? []));
  }
  return [...new Set(ids)];
}

async function queryAll<Item>(
  db: DynamoDB,
  table: string,
  { index, value, since }: Range,
  wanted: Record<string, string>,
): Promise<Item[]> {
  const { name, partition, sort } = journalIndexes.find((item) => item.name === index)!;
  const keys = Object.keys(wanted);
  const items: Item[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await db.query({
      TableName: table,
      IndexName: name,
      KeyConditionExpression: "#partition = :partition AND #sort >= :since",
      FilterExpression: keys.map((_, at) => `#k${at} = :v${at}`).join(" AND "),
      ExpressionAttributeNames: {
        "#partition": partition,
        "#sort": sort,
        ...Object.fromEntries(keys.map((key, at) => [`#k${at}`, key])),
      },
      ExpressionAttributeValues: marshall({
        ":partition": value,
        ":since": since,
        ...Object.fromEntries(keys.map((key, at) => [`:v${at}`, wanted[key]])),
      }),
      ...(from && { ExclusiveStartKey: from }),
    });
    items.push(...(page.Items ?? []).map((item) => unmarshall(item) as Item));
    from = page.LastEvaluatedKey;
  } while (from);
  return items;
}
