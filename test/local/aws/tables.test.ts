import assert from "node:assert/strict";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { security } from "./instance";
import { as, errorName, unique } from "./principals";

/** A table with a sort key and an index, like a table of cases. */
async function table(): Promise<{ dynamo: DynamoDBClient; TableName: string }> {
  const dynamo = new DynamoDBClient(await as(security));
  const TableName = unique("table");
  await dynamo.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: ["pk", "sk", "state"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      GlobalSecondaryIndexes: [
        {
          IndexName: "byState",
          KeySchema: [
            { AttributeName: "state", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    }),
  );
  return { dynamo, TableName };
}

const item = (pk: string, more: Record<string, { S: string } | { N: string }> = {}) => ({
  pk: { S: pk },
  sk: { S: "1" },
  ...more,
});

/** The error of a call that must fail. */
async function failure(call: Promise<unknown>): Promise<any> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("the call did not fail");
}

describe("local AWS: tables", () => {
  it("a failed condition is reported with the item", async () => {
    const { dynamo, TableName } = await table();
    const put = new PutItemCommand({
      TableName,
      Item: item("a", { n: { N: "1" } }),
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    await dynamo.send(put);
    const again = await failure(dynamo.send(put));
    assert.equal(again.name, "ConditionalCheckFailedException");
    assert.deepEqual(again.Item, item("a", { n: { N: "1" } }));
    const update = (expected: string) =>
      dynamo.send(
        new UpdateItemCommand({
          TableName,
          Key: item("a"),
          UpdateExpression: "SET n = n + :one",
          ConditionExpression: "n = :expected",
          ExpressionAttributeValues: { ":one": { N: "1" }, ":expected": { N: expected } },
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          ReturnValues: "ALL_NEW",
        }),
      );
    assert.deepEqual((await failure(update("7"))).Item, item("a", { n: { N: "1" } }));
    assert.deepEqual((await update("1")).Attributes, item("a", { n: { N: "2" } }));
  });

  it("one of many writers with the same condition wins", async () => {
    const { dynamo, TableName } = await table();
    const writers = Array.from({ length: 40 }, (_, index) => index);
    const outcomes = await Promise.all(
      writers.map((index) =>
        errorName(
          dynamo.send(
            new PutItemCommand({
              TableName,
              Item: item(`k${index % 4}`),
              ConditionExpression: "attribute_not_exists(pk)",
            }),
          ),
        ),
      ),
    );
    assert.equal(outcomes.filter((outcome) => outcome === undefined).length, 4);
    assert.equal(outcomes.filter((outcome) => outcome === "ConditionalCheckFailedException").length, 36);
    const add = new UpdateItemCommand({
      TableName,
      Key: item("sum"),
      UpdateExpression: "ADD n :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    });
    await Promise.all(writers.map(() => dynamo.send(add)));
    const sum = await dynamo.send(new GetItemCommand({ TableName, Key: item("sum"), ConsistentRead: true }));
    assert.equal(sum.Item?.n?.N, "40");
  });

  it("a transaction writes all or nothing, and reports which condition failed", async () => {
    const { dynamo, TableName } = await table();
    await dynamo.send(new PutItemCommand({ TableName, Item: item("lock", { owner: { S: "x" } }) }));
    const write = (owner: string) =>
      dynamo.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName, Item: item("new"), ConditionExpression: "attribute_not_exists(pk)" } },
            {
              ConditionCheck: {
                TableName,
                Key: item("lock"),
                ConditionExpression: "#o = :o",
                ExpressionAttributeNames: { "#o": "owner" },
                ExpressionAttributeValues: { ":o": { S: owner } },
                ReturnValuesOnConditionCheckFailure: "ALL_OLD",
              },
            },
          ],
        }),
      );
    const refused = await failure(write("y"));
    assert.equal(refused.name, "TransactionCanceledException");
    assert.deepEqual(
      refused.CancellationReasons.map((reason: { Code: string }) => reason.Code),
      ["None", "ConditionalCheckFailed"],
    );
    assert.equal(refused.CancellationReasons[1].Item.owner.S, "x");
    const get = new GetItemCommand({ TableName, Key: item("new") });
    assert.equal((await dynamo.send(get)).Item, undefined);
    await write("x");
    assert.ok((await dynamo.send(get)).Item);
  });

  it("an index is queried by its own keys, page by page", async () => {
    const { dynamo, TableName } = await table();
    for (const pk of ["a", "b", "c"]) {
      const state = { S: pk === "c" ? "closed" : "open" };
      await dynamo.send(new PutItemCommand({ TableName, Item: item(pk, { state }) }));
    }
    const found: string[] = [];
    let ExclusiveStartKey: Record<string, any> | undefined;
    do {
      const page = await dynamo.send(
        new QueryCommand({
          TableName,
          IndexName: "byState",
          KeyConditionExpression: "#s = :open AND begins_with(sk, :one)",
          ExpressionAttributeNames: { "#s": "state" },
          ExpressionAttributeValues: { ":open": { S: "open" }, ":one": { S: "1" } },
          Limit: 1,
          ExclusiveStartKey,
        }),
      );
      found.push(...page.Items!.map((one) => one.pk!.S!));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    assert.deepEqual(found.sort(), ["a", "b"]);
  });

  it("a protected table cannot be deleted, and backups can be switched on", async () => {
    const { dynamo, TableName } = await table();
    const protect = (DeletionProtectionEnabled: boolean) =>
      dynamo.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled }));
    const remove = () => errorName(dynamo.send(new DeleteTableCommand({ TableName })));
    await protect(true);
    assert.equal(await remove(), "ValidationException");
    await dynamo.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    const backups = await dynamo.send(new DescribeContinuousBackupsCommand({ TableName }));
    assert.equal(
      backups.ContinuousBackupsDescription!.PointInTimeRecoveryDescription!.PointInTimeRecoveryStatus,
      "ENABLED",
    );
    await protect(false);
    assert.equal(await remove(), undefined);
  });
});
