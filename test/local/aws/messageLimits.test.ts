import assert from "node:assert/strict";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand, GetPolicyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { lambdaFunction } from "./functions";
import { member, region, security } from "./instance";
import { as, errorName, unique } from "./principals";

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe("local AWS: limits of tables, queues and topics", () => {
  it("Y7: an item has at most 400 KB, whichever call enlarges it", async () => {
    const dynamo = new DynamoDBClient(await as(member));
    const TableName = unique("table");
    await dynamo.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    const Key = { id: { S: "1" } };
    const item = (text: string) => ({ ...Key, v: { S: text }, m: { M: {} } });
    const put = (text: string) => errorName(dynamo.send(new PutItemCommand({ TableName, Item: item(text) })));
    const refused = "ValidationException";
    assert.equal(await put("x".repeat(409_590)), undefined);
    assert.equal(await put("x".repeat(409_600)), refused);
    assert.equal(await put("é".repeat(205_000)), refused);
    const transact = { TransactItems: [{ Put: { TableName, Item: item("x".repeat(410_000)) } }] };
    assert.equal(await errorName(dynamo.send(new TransactWriteItemsCommand(transact))), refused);
    const batch = { RequestItems: { [TableName]: [{ PutRequest: { Item: item("x".repeat(410_000)) } }] } };
    assert.equal(await errorName(dynamo.send(new BatchWriteItemCommand(batch))), refused);
    assert.equal(await put("x".repeat(300_000)), undefined);
    const update = (UpdateExpression: string, length: number) =>
      errorName(
        dynamo.send(
          new UpdateItemCommand({
            TableName,
            Key,
            UpdateExpression,
            ExpressionAttributeValues: { ":v": { S: "y".repeat(length) } },
          }),
        ),
      );
    assert.equal(await update("SET w = :v", 120_000), refused);
    assert.equal(await update("SET m.w = :v", 120_000), refused);
    const kept = (await dynamo.send(new GetItemCommand({ TableName, Key }))).Item!;
    assert.deepEqual([kept["w"], kept["m"], kept["v"]!.S!.length], [undefined, { M: {} }, 300_000]);
    assert.equal(await update("SET m.w = :v", 100_000), undefined);
  });

  it("a message is delayed by its own DelaySeconds, at most 900, and hidden for at most 12 hours", async () => {
    const sqs = new SQSClient(await as(member));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: unique("queue") }));
    const send = (DelaySeconds: number) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x", DelaySeconds }));
    const receive = (WaitTimeSeconds: number) => sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }));
    for (const wrong of [901, -1]) assert.equal(await errorName(send(wrong)), "InvalidParameterValue");
    const entry = (Id: string, DelaySeconds: number) => ({ Id, MessageBody: Id, DelaySeconds });
    const Entries = [entry("late", 901), entry("good", 900)];
    const batch = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    assert.deepEqual([batch.Failed![0]!.Id, batch.Failed![0]!.Code], ["late", "InvalidParameterValue"]);
    assert.deepEqual(
      batch.Successful!.map((one) => one.Id),
      ["good"],
    );
    await send(1);
    assert.equal((await receive(0)).Messages, undefined);
    const [message] = (await receive(3)).Messages!;
    const hide = (VisibilityTimeout: number) => {
      const given = { QueueUrl, ReceiptHandle: message!.ReceiptHandle!, VisibilityTimeout };
      return errorName(sqs.send(new ChangeMessageVisibilityCommand(given)));
    };
    assert.deepEqual([await hide(43_201), await hide(600)], ["InvalidParameterValue", undefined]);
  });

  it("Y22: a message of a topic has at most 256 KB, its subject less than 100 characters and one line", async () => {
    const sns = new SNSClient(await as(member));
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: unique("topic") }));
    const publish = (Message: string, Subject?: string) =>
      errorName(sns.send(new PublishCommand({ TopicArn, Message, Subject })));
    const wrong = "InvalidParameterException";
    assert.deepEqual([await publish("x".repeat(262_144)), await publish("x".repeat(262_145))], [undefined, wrong]);
    assert.equal(await publish("é".repeat(131_073)), wrong);
    for (const bad of ["x".repeat(100), "two\nlines", "bell\u0007"]) assert.equal(await publish("x", bad), wrong);
    for (const good of ["x".repeat(99), "a – b: é"]) assert.equal(await publish("x", good), undefined);
  });

  it("parameters, bucket tags and event patterns have size limits", async () => {
    const ssm = new SSMClient(await as(member));
    const parameter = (Tier: "Standard" | "Advanced", length: number) =>
      errorName(
        ssm.send(new PutParameterCommand({ Name: `/${unique("p")}`, Type: "String", Tier, Value: "x".repeat(length) })),
      );
    assert.deepEqual([await parameter("Standard", 4096), await parameter("Advanced", 8192)], [undefined, undefined]);
    assert.equal(await parameter("Standard", 4097), "ValidationException");
    assert.equal(await parameter("Advanced", 8193), "ValidationException");
    const s3 = new S3Client({ ...(await as(member)), forcePathStyle: true });
    const Bucket = unique("limits-of-buckets");
    await s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" } }),
    );
    const tags = (count: number) => {
      const TagSet = many(count, (index) => ({ Key: `k${index}`, Value: "v" }));
      return errorName(s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } })));
    };
    assert.deepEqual([await tags(50), await tags(51)], [undefined, "BadRequest"]);
    const events = new EventBridgeClient(await as(member));
    const rule = (count: number) => {
      const EventPattern = JSON.stringify({ source: many(count, (index) => `${"s".repeat(36)}${100 + index}`) });
      return errorName(events.send(new PutRuleCommand({ Name: unique("rule"), EventPattern })));
    };
    assert.deepEqual([await rule(45), await rule(55)], [undefined, "LimitExceededException"]);
  });

  it("X45: the policy of a function has at most 20 KB", async () => {
    const { name } = await lambdaFunction({ code: "exports.handler = async () => 1;" });
    const lambda = new LambdaClient(await as(security));
    const add = (index: number) => {
      const account = `1111222233${10 + index}`;
      return errorName(
        lambda.send(
          new AddPermissionCommand({
            FunctionName: name,
            StatementId: `account-${account}-${"s".repeat(60)}`,
            Action: "lambda:InvokeFunction",
            Principal: "config.amazonaws.com",
            SourceAccount: account,
            SourceArn: `arn:aws:config:${region}:${account}:config-rule/config-rule-abcdefgh`,
          }),
        ),
      );
    };
    let refused: string | undefined;
    let count = 0;
    while (count < 90 && !refused) {
      refused = await add(count);
      if (!refused) count += 1;
    }
    assert.equal(refused, "PolicyLengthExceededException");
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: name }));
    assert.equal(JSON.parse(Policy!).Statement.length, count);
    assert.equal(JSON.stringify(JSON.parse(Policy!)).length <= 20_480, true);
  });
});
