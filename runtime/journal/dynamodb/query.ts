import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { journalIndexes } from "./indexes";
import type { Key, Table } from "./table";

/** One partition of the table or of an index, and what is wanted of it. */
export interface Range {
  /** The table's own keys without it. An index follows the table within a second or so. */
  index?: "byDay" | "byAccount" | "byResource" | "byOpen";
  value: string;
  /** The range of the sort key, both ends included. */
  from?: string;
  to?: string;
  newestFirst?: boolean;
  /** By attribute, the values that it may have. */
  wanted?: Record<string, string[]>;
}

/**
 * The items of a range, ordered by sort key.
 *
 * @param enough whether the items of a page are the last that are needed
 */
export async function query<Item>(
  { db, table }: Table,
  range: Range,
  enough: (page: (Item & Key)[]) => boolean = () => false,
): Promise<(Item & Key)[]> {
  const found: (Item & Key)[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const answer = await db.query({
      TableName: table,
      ...expressionsOf(range),
      ...(range.index ? { IndexName: range.index } : { ConsistentRead: true }),
      ...(range.newestFirst && { ScanIndexForward: false }),
      ...(from && { ExclusiveStartKey: from }),
    });
    const page = (answer.Items ?? []).map((item) => unmarshall(item) as Item & Key);
    found.push(...page);
    if (enough(page)) return found;
    from = answer.LastEvaluatedKey;
  } while (from);
  return found;
}

/** Aliases for every name: many words are reserved in expressions. */
function expressionsOf({ index, value, from, to, wanted = {} }: Range) {
  const { partition, sort } = journalIndexes.find(({ name }) => name === index) ?? { partition: "pk", sort: "sk" };
  const names: Record<string, string> = { "#partition": partition };
  const values: Record<string, string> = { ":partition": value };
  const conditions = ["#partition = :partition"];
  if (from !== undefined || to !== undefined) names["#sort"] = sort;
  if (from !== undefined) values[":from"] = from;
  if (to !== undefined) values[":to"] = to;
  if (from !== undefined && to !== undefined) conditions.push("#sort BETWEEN :from AND :to");
  else if (from !== undefined) conditions.push("#sort >= :from");
  else if (to !== undefined) conditions.push("#sort <= :to");
  const filters = Object.entries(wanted).map(([name, allowed], at) => {
    names[`#k${at}`] = name;
    const aliases = allowed.map((one, number) => {
      values[`:v${at}n${number}`] = one;
      return `:v${at}n${number}`;
    });
    return `#k${at} IN (${aliases.join(", ")})`;
  });
  return {
    KeyConditionExpression: conditions.join(" AND "),
    ...(filters.length > 0 && { FilterExpression: filters.join(" AND ") }),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: marshall(values),
  };
}
