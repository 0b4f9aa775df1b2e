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
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
} from "@aws-sdk/client-ec2";
import { EventBridgeClient, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
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
import { ec2As, network, securityGroup } from "./machines";
import { allow, as, errorName, policy, trust, unique } from "./principals";

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A policy of about so many characters. */
function large(length: number): string {
  const resources = many(Math.ceil(length / 56), (index) => `arn:aws:s3:::${"b".repeat(35)}${1000 + index}`);
  return policy(allow("s3:GetObject", resources));
}

describe("local AWS: limits of EC2 and IAM", function () {
  this.timeout(30_000);

  it("X16: a second group of a name and a second equal rule are duplicates, whatever their descriptions", async () => {
    const ec2 = await ec2As();
    const { vpc } = await network();
    const GroupName = unique("g");
    const GroupId = await securityGroup(vpc, GroupName);
    const again = ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: "other", VpcId: vpc }));
    assert.equal(await errorName(again), "InvalidGroup.Duplicate");
    assert.match(await securityGroup((await network()).vpc, GroupName), /^sg-/);
    const rule = (Description: string) => ({
      GroupId,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, IpRanges: [{ CidrIp: "10.0.0.0/8", Description }] }],
    });
    const inward = (text: string) => errorName(ec2.send(new AuthorizeSecurityGroupIngressCommand(rule(text))));
    const outward = (text: string) => errorName(ec2.send(new AuthorizeSecurityGroupEgressCommand(rule(text))));
    assert.deepEqual([await inward("a"), await inward("b")], [undefined, "InvalidPermission.Duplicate"]);
    assert.deepEqual([await outward("a"), await outward("b")], [undefined, "InvalidPermission.Duplicate"]);
  });

  it("Y7: names, descriptions and tags of EC2 have lengths and characters", async () => {
    const ec2 = await ec2As();
    const { vpc } = await network();
    const create = (GroupName: string, Description: string) =>
      errorName(ec2.send(new CreateSecurityGroupCommand({ GroupName, Description, VpcId: vpc })));
    const wrong = "InvalidParameterValue";
    assert.equal(await create("sg-mine", "x"), wrong);
    assert.equal(await create(unique("g"), "it's"), wrong);
    assert.equal(await create(unique("g"), "x".repeat(256)), wrong);
    assert.equal(await create(unique("g"), "x".repeat(255)), undefined);
    const GroupId = await securityGroup(vpc);
    const tag = (...Tags: { Key: string; Value: string }[]) =>
      errorName(ec2.send(new CreateTagsCommand({ Resources: [GroupId], Tags })));
    assert.equal(await tag({ Key: "k".repeat(129), Value: "" }), wrong);
    assert.equal(await tag({ Key: "k", Value: "v".repeat(257) }), wrong);
    assert.equal(await tag({ Key: "aws:k", Value: "v" }), wrong);
    assert.equal(await tag({ Key: "k".repeat(128), Value: "v".repeat(256) }), undefined);
    assert.equal(await tag(...many(51, (index) => ({ Key: `k${index}`, Value: "v" }))), "TagLimitExceeded");
    const described = { CidrIp: "10.0.0.0/8", Description: "x".repeat(256) };
    const IpPermissions = [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, IpRanges: [described] }];
    const authorize = ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    assert.equal(await errorName(authorize), wrong);
  });

  it("Y6: names of policies, roles, users and profiles are taken whatever their path and case", async () => {
    const iam = new IAMClient(await as(member));
    const PolicyDocument = policy(allow("s3:Get*"));
    const AssumeRolePolicyDocument = trust(`arn:aws:iam::${member}:root`);
    const create = [
      (PolicyName: string, Path: string) => iam.send(new CreatePolicyCommand({ PolicyName, Path, PolicyDocument })),
      (RoleName: string, Path: string) => iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument })),
      (UserName: string, Path: string) => iam.send(new CreateUserCommand({ UserName, Path })),
      (InstanceProfileName: string, Path: string) =>
        iam.send(new CreateInstanceProfileCommand({ InstanceProfileName, Path })),
    ];
    const taken = "EntityAlreadyExistsException";
    for (const one of create) {
      const name = unique("Name");
      const call = (given: string, path: string) => errorName(one(given, path));
      const seen = [await call(name, "/"), await call(name, "/other/"), await call(name.toLowerCase(), "/")];
      assert.deepEqual(seen, [undefined, taken, taken]);
    }
  });

  it("policies of IAM have sizes: managed ones, all inline ones of an entity together, trust policies", async () => {
    const iam = new IAMClient(await as(member));
    const managed = (PolicyDocument: string) =>
      errorName(iam.send(new CreatePolicyCommand({ PolicyName: unique("p"), PolicyDocument })));
    const limit = "LimitExceededException";
    assert.deepEqual([await managed(large(6000)), await managed(large(6300))], [undefined, limit]);
    const RoleName = unique("role");
    const AssumeRolePolicyDocument = trust(`arn:aws:iam::${member}:root`);
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const inline = (PolicyName: string, length: number) =>
      errorName(iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: large(length) })));
    assert.deepEqual(
      [await inline("a", 6000), await inline("b", 6000), await inline("a", 9500)],
      [undefined, limit, undefined],
    );
    const UserName = unique("user");
    await iam.send(new CreateUserCommand({ UserName }));
    const own = { UserName, PolicyName: "a", PolicyDocument: large(2200) };
    assert.equal(await errorName(iam.send(new PutUserPolicyCommand(own))), limit);
    const trusted = (count: number) => trust(many(count, (index) => `arn:aws:iam::1111222233${10 + index}:root`));
    const update = (count: number) =>
      errorName(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trusted(count) })));
    assert.deepEqual([await update(40), await update(60)], [undefined, limit]);
  });
});

describe("local AWS: limits of tables, queues and topics", function () {
  this.timeout(30_000);

  it("Y7: an item has at most 400 KB, whichever call makes it larger", async () => {
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

  it("a message is delayed by its own DelaySeconds, 900 at most, and hidden for 12 hours at most", async () => {
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

  it("parameters, tags of buckets and event patterns have sizes", async () => {
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
