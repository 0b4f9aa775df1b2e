import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { codeOf } from "../../lib/errors";

/** The journal's table. */
export interface Table {
  db: DynamoDB;
  table: string;
}

/** The table's keys of an item. */
export interface Key {
  pk: string;
  sk: string;
}

/** An item without the table's keys. */
export function bare<Item>(item: object): Item {
  const { pk, sk, ...rest } = item as Partial<Key>;
  return rest as Item;
}

/** A containment or a decision without the table's keys and without what only the indexes need. */
export function unindexed<Item>(item: object): Item {
  const { kind, day, account, resource, open, ...rest } = bare<Record<string, unknown>>(item);
  return rest as Item;
}

/** Whether a conditional write was made. @throws everything but a condition that does not hold */
export async function ifHolds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") return false;
    throw error;
  }
}
