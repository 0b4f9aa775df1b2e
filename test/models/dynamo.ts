import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { journalIndexes } from "../../runtime/journal/dynamodb/indexes";
import { dynamoJournal } from "../../runtime/journal/dynamodb/journal";
import type { Journal } from "../../runtime/journal/journal";
import { awsError, type Bindings, holds, updated } from "./expressions";

type Item = Record<string, any>;

/** The operations of DynamoDB that the model answers. */
export type Operation =
  | "getItem"
  | "batchGetItem"
  | "putItem"
  | "updateItem"
  | "deleteItem"
  | "query"
  | "transactWriteItems"
  | "transactGetItems";

/**
 * What a test may do around an operation. `before` runs before the operation looks at the items, `after` when its effect is
 * there and the caller does not know yet. What either throws is what the caller gets.
 */
export interface Hooks {
  before?: ((operation: Operation, input: any) => Promise<void> | void) | undefined;
  after?: ((operation: Operation, input: any) => Promise<void> | void) | undefined;
}

/** An in-process DynamoDB with one table of the journal's keys and indexes. */
export interface DynamoModel {
  /** The client. */
  db: DynamoDB;
  /** The journal that the product keeps in it, in the table `journal`. */
  journal: Journal;
  /** Every item by `pk|sk`, as plain objects. A test may change them as time or other people would. */
  items: Map<string, Item>;
  /** Every operation so far, in order. */
  calls: Operation[];
  hooks: Hooks;
  /** The item of the journal's keys. */
  item(key: { pk: string; sk: string }): Item | undefined;
}

const keyOf = ({ pk, sk }: Item) => `${pk}|${sk}`;
const marshalled = (item: Item) => marshall(item, { removeUndefinedValues: true });

/**
 * DynamoDB as far as the journal uses it, strictly: conditions, updates, transactions with their reasons of cancellation,
 * queries with pages, the limit of 400 KB an item
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html), and errors for names or values that an
 * expression does not use. Indexes follow at once; nothing is throttled unless a hook throws.
 *
 * @param pageSize how many items a page of a query holds at most
 */
export function dynamo({ pageSize = 1000 } = {}): DynamoModel {
  const items = new Map<string, Item>();
  const calls: Operation[] = [];
  const hooks: Hooks = {};

  const read = (Key: any) => items.get(keyOf(unmarshall(Key)));

  /** What a write would leave: an item, or undefined for a deleted one. Nothing is changed yet. */
  function effectOf(kind: string, input: any): { key: string; item: Item | undefined } {
    const given = unmarshall(input.Item ?? input.Key);
    if (!given["pk"] || !given["sk"])
      throw awsError("ValidationException", "One of the required keys was not given a value");
    const key = keyOf(given);
    const bindings = bindingsOf(input);
    checkUsed(input, bindings);
    const known = items.get(key);
    if (input.ConditionExpression && !holds(input.ConditionExpression, known ?? {}, bindings)) {
      const Item = input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && known ? { Item: marshalled(known) } : {};
      throw awsError("ConditionalCheckFailedException", "The conditional request failed", Item);
    }
    if (kind === "Put") return { key, item: checkSize(given) };
    if (kind === "Delete") return { key, item: undefined };
    if (kind === "ConditionCheck") return { key, item: known };
    if (!input.UpdateExpression) return { key, item: known ?? given };
    return { key, item: checkSize(updated(input.UpdateExpression, known ?? given, bindings)) };
  }

  const commit = ({ key, item }: { key: string; item: Item | undefined }) =>
    item === undefined ? items.delete(key) : items.set(key, item);

  function write(kind: string, input: any) {
    const old = input.ReturnValues === "ALL_OLD" ? read(input.Item ? pick(input.Item) : input.Key) : undefined;
    const effect = effectOf(kind, input);
    commit(effect);
    const wanted = input.ReturnValues === "ALL_NEW" ? effect.item : old;
    return wanted ? { Attributes: marshalled(wanted) } : {};
  }

  /** All or nothing; see TransactionCanceledException in https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
  function transact({ TransactItems }: any) {
    const writes = TransactItems.map((item: any) => Object.entries(item)[0] as [string, any]);
    const keys = writes.map(([, input]: [string, any]) => keyOf(unmarshall(input.Item ? pick(input.Item) : input.Key)));
    if (new Set(keys).size < keys.length) {
      throw awsError("ValidationException", "Transaction request cannot include multiple operations on one item");
    }
    const effects: { key: string; item: Item | undefined }[] = [];
    const CancellationReasons = writes.map(([kind, input]: [string, any]) => {
      try {
        effects.push(effectOf(kind, input));
        return { Code: "None" };
      } catch (error) {
        const { name, message, Item } = error as Error & { Item?: unknown };
        if (name !== "ConditionalCheckFailedException") throw error;
        return { Code: "ConditionalCheckFailed", Message: message, ...(Item ? { Item } : {}) };
      }
    });
    if (CancellationReasons.some(({ Code }: { Code: string }) => Code !== "None")) {
      throw awsError("TransactionCanceledException", "Transaction cancelled, please refer cancellation reasons", {
        CancellationReasons,
      });
    }
    effects.forEach(commit);
    return {};
  }

  function query(input: any) {
    const bindings = bindingsOf(input);
    checkUsed(input, bindings);
    const index = journalIndexes.find(({ name }) => name === input.IndexName);
    if (input.IndexName && !index)
      throw awsError("ValidationException", `The table does not have the specified index: ${input.IndexName}`);
    const { partition, sort } = index ?? { partition: "pk", sort: "sk" };
    const sorted = [...items.values()]
      .filter((item) => item[partition] !== undefined && item[sort] !== undefined)
      .filter((item) => holds(input.KeyConditionExpression, item, bindings))
      .sort((left, right) =>
        left[sort] < right[sort] ? -1 : left[sort] > right[sort] ? 1 : keyOf(left) < keyOf(right) ? -1 : 1,
      );
    if (input.ScanIndexForward === false) sorted.reverse();
    const start = input.ExclusiveStartKey ? keyOf(unmarshall(input.ExclusiveStartKey)) : undefined;
    const from = start === undefined ? 0 : sorted.findIndex((item) => keyOf(item) === start) + 1;
    const page = sorted.slice(from, from + (input.Limit ?? pageSize));
    const last = page.at(-1);
    const found = input.FilterExpression ? page.filter((item) => holds(input.FilterExpression, item, bindings)) : page;
    const more = last && from + page.length < sorted.length;
    return {
      Items: found.map(marshalled),
      ...(more && { LastEvaluatedKey: marshall({ pk: last["pk"], sk: last["sk"] }) }),
    };
  }

  const found = (Key: any) => {
    const item = read(Key);
    return item && { Item: marshalled(item) };
  };

  const effects: Record<Operation, (input: any) => object> = {
    getItem: ({ Key }) => found(Key) ?? {},
    batchGetItem: ({ RequestItems }) => ({
      Responses: Object.fromEntries(
        Object.entries<any>(RequestItems).map(([table, { Keys }]) => [
          table,
          Keys.flatMap((Key: any) => found(Key)?.Item ?? []),
        ]),
      ),
      UnprocessedKeys: {},
    }),
    putItem: (input) => write("Put", input),
    updateItem: (input) => write("Update", input),
    deleteItem: (input) => write("Delete", input),
    query,
    transactWriteItems: transact,
    transactGetItems: ({ TransactItems }) => ({ Responses: TransactItems.map(({ Get }: any) => found(Get.Key) ?? {}) }),
  };
  const client = Object.fromEntries(
    (Object.keys(effects) as Operation[]).map((operation) => [
      operation,
      async (input: any) => {
        calls.push(operation);
        await hooks.before?.(operation, input);
        const answer = effects[operation](input);
        await hooks.after?.(operation, input);
        return answer;
      },
    ]),
  );
  const db = client as unknown as DynamoDB;
  const journal = dynamoJournal({ db, table: "journal" });
  return { db, journal, items, calls, hooks, item: (key) => items.get(keyOf(key)) };
}

const pick = ({ pk, sk }: any) => ({ pk, sk });

function bindingsOf(input: any): Bindings {
  return { names: input.ExpressionAttributeNames ?? {}, values: unmarshall(input.ExpressionAttributeValues ?? {}) };
}

const expressions = ["ConditionExpression", "UpdateExpression", "KeyConditionExpression", "FilterExpression"];

/** DynamoDB refuses names and values that are defined and not used, and empty maps of either. */
function checkUsed(input: any, { names, values }: Bindings): void {
  const text = expressions.map((name) => input[name] ?? "").join(" ");
  const words: string[] = text.match(/[#:][\w-]+/g) ?? [];
  const unused = [...Object.keys(names), ...Object.keys(values)].filter((name) => !words.includes(name));
  if (unused.length > 0)
    throw awsError("ValidationException", `Value provided in expressions unused: ${unused.join(", ")}`);
  for (const name of ["ExpressionAttributeNames", "ExpressionAttributeValues"]) {
    if (input[name] && Object.keys(input[name]).length === 0)
      throw awsError("ValidationException", `${name} must not be empty`);
  }
}

const largestItem = 400 * 1024;

/** The length of names and values in UTF-8, a little more than DynamoDB counts. */
function checkSize(item: Item): Item {
  const size = Buffer.byteLength(JSON.stringify(item, (_, value) => (value instanceof Set ? [...value] : value)));
  if (size > largestItem) throw awsError("ValidationException", "Item size has exceeded the maximum allowed size");
  return item;
}
