import assert from "node:assert/strict";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { dynamo } from "./dynamo";

const key = { pk: "p", sk: "s" };
const Key = marshall(key);
const TableName = "journal";

describe("the model of DynamoDB", () => {
  it("applies an update expression and returns the new item", async () => {
    const { db, items } = dynamo();
    items.set("p|s", { ...key, list: [1], map: { "a.b": 1, old: 2 }, names: new Set(["x", "y"]), count: 1 });
    const { Attributes } = await db.updateItem({
      TableName,
      Key,
      UpdateExpression:
        "SET #m.#d = if_not_exists(#m.#d, :n), #m.#e = if_not_exists(#m.#e, :n), list = list_append(list, :l) REMOVE #m.old ADD #c :n DELETE names :x",
      ExpressionAttributeNames: { "#m": "map", "#d": "a.b", "#e": "e", "#c": "count" },
      ExpressionAttributeValues: marshall({ ":n": 5, ":l": [2], ":x": new Set(["x"]) }),
      ReturnValues: "ALL_NEW",
    });
    const expected = { ...key, list: [1, 2], map: { "a.b": 1, e: 5 }, names: new Set(["y"]), count: 6 };
    assert.deepEqual(unmarshall(Attributes!), expected);
  });

  const conditions: [string, boolean][] = [
    ["attribute_not_exists(nothing) AND (n < :five OR n = :nine)", true],
    ["NOT n < :five", false],
    ["size(list) = :two", true],
    ["nothing < :five", false],
    ["word IN (:a, :b)", true],
    ["word <> :a", true],
    ["nothing <> :a", true],
    ["n BETWEEN :two AND :five", true],
    ["contains(list, :b) OR begins_with(word, :b)", true],
  ];
  for (const [ConditionExpression, expected] of conditions) {
    it(`evaluates ${ConditionExpression}`, async () => {
      const { db, items } = dynamo();
      items.set("p|s", { ...key, n: 3, list: ["a", "c"], word: "b" });
      const all: Record<string, unknown> = { ":five": 5, ":nine": 9, ":two": 2, ":a": "a", ":b": "b" };
      const used = Object.fromEntries(Object.entries(all).filter(([name]) => ConditionExpression.includes(name)));
      const values = Object.keys(used).length > 0 && { ExpressionAttributeValues: marshall(used) };
      const write = db.putItem({ TableName, Item: Key, ConditionExpression, ...values });
      if (expected) await write;
      else await assert.rejects(write, { name: "ConditionalCheckFailedException" });
    });
  }

  it("writes a transaction completely or not at all, and reports which condition failed with the current item", async () => {
    const { db, items } = dynamo();
    items.set("p|s", { ...key, n: 1 });
    const check = {
      TableName,
      Key,
      ConditionExpression: "attribute_not_exists(n)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    };
    const other = { TableName, Item: marshall({ pk: "p", sk: "t" }) };
    const both = db.transactWriteItems({ TransactItems: [{ Put: other }, { ConditionCheck: check }] });
    await assert.rejects(both, (error: any) => {
      assert.equal(error.name, "TransactionCanceledException");
      const [first, second] = error.CancellationReasons;
      assert.deepEqual(
        [first.Code, second.Code, unmarshall(second.Item)],
        ["None", "ConditionalCheckFailed", { ...key, n: 1 }],
      );
      return true;
    });
    assert.equal(items.size, 1);
    const twice = db.transactWriteItems({
      TransactItems: [{ Put: other }, { Delete: { TableName, Key: other.Item } }],
    });
    await assert.rejects(twice, /multiple operations on one item/);
  });

  it("finds by key and by index, page by page", async () => {
    const { db, items } = dynamo({ pageSize: 2 });
    for (const n of [3, 1, 2])
      items.set(`p|${n}`, { pk: "p", sk: `${n}`, account: "a", at: `t${n}`, odd: n % 2 === 1 });
    items.set("q|1", { pk: "q", sk: "1" });
    const pageOf = async (input: object) => {
      const found: unknown[] = [];
      let from: any;
      do {
        const page: any = await db.query({ TableName, ...input, ...(from && { ExclusiveStartKey: from }) } as any);
        found.push(...page.Items.map((item: any) => unmarshall(item)["sk"]));
        from = page.LastEvaluatedKey;
      } while (from);
      return found;
    };
    const byKey = { KeyConditionExpression: "pk = :p", ExpressionAttributeValues: marshall({ ":p": "p" }) };
    assert.deepEqual(await pageOf(byKey), ["1", "2", "3"]);
    assert.deepEqual(await pageOf({ ...byKey, ScanIndexForward: false }), ["3", "2", "1"]);
    const byIndex = {
      IndexName: "byAccount",
      KeyConditionExpression: "account = :a AND #at >= :since",
      FilterExpression: "odd = :yes",
      ExpressionAttributeNames: { "#at": "at" },
      ExpressionAttributeValues: marshall({ ":a": "a", ":since": "t2", ":yes": true }),
    };
    assert.deepEqual(await pageOf(byIndex), ["3"]);
  });

  it("refuses what DynamoDB refuses", async () => {
    const { db, items } = dynamo();
    const update = (UpdateExpression: string, more: object = {}) =>
      db.updateItem({ TableName, Key, UpdateExpression, ...more });
    const one = { ExpressionAttributeValues: marshall({ ":v": 1 }) };
    await assert.rejects(update("SET a.b = :v", one), /document path/);
    await assert.rejects(update("SET a = :v, a = :v", one), /overlap/);
    await assert.rejects(update("REMOVE a", one), /unused/);
    await assert.rejects(update("SET a = :w", one), /unused|not defined/);
    const Item = marshall({ ...key, text: "x".repeat(400 * 1024) });
    await assert.rejects(db.putItem({ TableName, Item }), /Item size has exceeded/);
    assert.equal(items.size, 0);
  });

  it("lets a test act before an operation and fail it after its effect", async () => {
    const { db, items, hooks, calls } = dynamo();
    hooks.before = (_, { Item }) => void items.set("seen", Item);
    hooks.after = () => {
      throw Object.assign(new Error("gone"), { name: "TimeoutError" });
    };
    await assert.rejects(db.putItem({ TableName, Item: Key }), { name: "TimeoutError" });
    assert.deepEqual([[...items.keys()], calls], [["seen", "p|s"], ["putItem"]]);
  });
});
