import { randomBytes } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../../lib/errors";
import type { Revised } from "../../model/journalItems";
import { contended } from "../errors";
import { bare, type Key, type Table } from "./table";

/** Attempts of a change while others change the same item. */
const tries = 10;

/** A revision that no item had before. Random and not counted: a deleted item may come back. */
export const freshRevision = (): string => randomBytes(8).toString("hex");

/** The condition that an item is as it was read. Items of earlier versions have no revision. */
export function unchanged(known: Revised | undefined): {
  ConditionExpression: string;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
} {
  if (!known) return { ConditionExpression: "attribute_not_exists(pk)" };
  if (!known.revision) return { ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(revision)" };
  return {
    ConditionExpression: "revision = :known",
    ExpressionAttributeValues: marshall({ ":known": known.revision }),
  };
}

/** An item as it is now, or undefined if there is none. */
export async function readItem<Item>({ db, table }: Table, key: Key): Promise<Item | undefined> {
  const answer = await db.getItem({ TableName: table, Key: marshall(key), ConsistentRead: true });
  return answer.Item && bare<Item>(unmarshall(answer.Item));
}

/** The writing of an item in place of the one that was read, with its next revision. */
export function revisedPut(table: string, key: Key, content: Revised, known: Revised | undefined) {
  const item = { ...content, ...key, revision: freshRevision() };
  return { TableName: table, Item: marshall(item, { removeUndefinedValues: true }), ...unchanged(known) };
}

/**
 * Writes an item in place of the one that was read.
 *
 * @returns its new revision; undefined if others changed it in the meantime
 */
export async function putUnchanged(
  { db, table }: Table,
  key: Key,
  content: Revised,
  known: Revised | undefined,
): Promise<string | undefined> {
  const put = revisedPut(table, key, content, known);
  const revision = put.Item["revision"]!.S!;
  const written = await succeeds(
    () => db.putItem({ ...put, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
    // The client repeated a write that had succeeded.
    (there) => there["revision"] === revision,
  );
  return written ? revision : undefined;
}

/**
 * Changes an item: reads it, writes the next value, and starts over if it was changed in between.
 *
 * @param next what to write in place of what is there; `delete` removes the item, undefined leaves it as it is
 * @returns the item as it stood before
 * @throws Contended if others keep changing it
 */
export async function rewrite<Item extends object>(
  table: Table,
  key: Key,
  next: (known: (Item & Revised) | undefined) => Item | "delete" | undefined,
): Promise<Item | undefined> {
  for (let tried = 0; tried < tries; tried++) {
    const known = await readItem<Item & Revised>(table, key);
    const content = next(known);
    if (content === undefined || (content === "delete" && !known)) return known;
    const written =
      content === "delete" ? await deleteUnchanged(table, key, known) : await putUnchanged(table, key, content, known);
    if (written) return known;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * tried));
  }
  throw contended(`${key.pk} ${key.sk}`);
}

function deleteUnchanged({ db, table }: Table, key: Key, known: Revised | undefined): Promise<boolean> {
  return succeeds(() => db.deleteItem({ TableName: table, Key: marshall(key), ...unchanged(known) }));
}

/** A transaction in progress on the item counts as a change (TransactionConflictException). */
async function succeeds(
  write: () => Promise<unknown>,
  isOwn: (there: Record<string, unknown>) => boolean = () => false,
): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (codeOf(error) === "TransactionConflictException") return false;
    if (codeOf(error) !== "ConditionalCheckFailedException") throw error;
    const { Item } = error as { Item?: Record<string, AttributeValue> };
    return Item !== undefined && isOwn(unmarshall(Item));
  }
}
