import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Directory } from "../../components/documents/directoryContent";
import { journalIndexes } from "../../runtime/journal/dynamodb/indexes";
import { callAws } from "../problem";
import type { World } from "../world";

/** Reads the journal. It never writes to the table and never scans it. */
export interface JournalReader {
  db: Pick<DynamoDB, "query" | "getItem">;
  table: string;
}

/** Opens the journal that the directory names. */
export async function openJournal(world: World, { journalTable }: Pick<Directory, "journalTable">) {
  const reader: JournalReader = { db: await world.aws.dynamodb(), table: journalTable };
  return reader;
}

/** One partition of the table or of an index, and an inclusive range of its sort key. */
export interface Range {
  index?: string;
  value: string;
  from?: string;
  to?: string;
  /** Newest first. */
  descending?: boolean;
}

/** All items of a partition, ordered by sort key. */
export async function readAll<Item>(reader: JournalReader, range: Range): Promise<Item[]> {
  const known = journalIndexes.find((index) => index.name === range.index);
  const { partition, sort } = known ?? { partition: "pk", sort: "sk" };
  const between = range.from !== undefined && range.to !== undefined;
  const items: Item[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await callAws("read the journal", "auditorPolicy", () =>
      reader.db.query({
        TableName: reader.table,
        ...(known && { IndexName: known.name }),
        KeyConditionExpression: `#partition = :partition${between ? " AND #sort BETWEEN :from AND :to" : ""}`,
        ExpressionAttributeNames: { "#partition": partition, ...(between && { "#sort": sort }) },
        ExpressionAttributeValues: marshall({
          ":partition": range.value,
          ...(between && { ":from": range.from, ":to": range.to }),
        }),
        ScanIndexForward: !range.descending,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []).map(bare<Item>));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** An item without the table's keys. */
function bare<Item>(attributes: Record<string, AttributeValue>): Item {
  const { pk, sk, ...item } = unmarshall(attributes);
  return item as Item;
}

/** One item of the table, or undefined if there is none. */
export async function readOne<Item>(reader: JournalReader, key: { pk: string; sk: string }): Promise<Item | undefined> {
  const { Item } = await callAws("read the journal", "auditorPolicy", () =>
    reader.db.getItem({ TableName: reader.table, Key: marshall(key), ConsistentRead: true }),
  );
  return Item && bare<Item>(Item);
}

/** The items of one kind (an index may have several), without the attributes that only the indexes need. */
export function ofKind<Item extends object>(kind: string, items: Item[]): Item[] {
  return items
    .filter((item) => (item as { kind?: unknown }).kind === kind)
    .map((item) => {
      const { kind: _, day, account, resource, open, ...rest } = item as Record<string, unknown>;
      return rest as Item;
    });
}
