import assert from "node:assert/strict";
import {
  CreateEventBusCommand,
  DisableRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutPermissionCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { lambdaFunction, logging } from "./functions";
import { member, region, security, stranger, testAws } from "./instance";
import { allow, as, outcome, policy, role, session, trust, unique } from "./principals";
import { admit, type Queue, queue, queueFor, receive } from "./queues";
import { put, rule } from "./rules";

async function bodies(from: Queue, count = 1, seconds = 10): Promise<any[]> {
  return (await receive(from, count, seconds)).map((message) => JSON.parse(message.Body!));
}

/** A rule for one source whose events go to a queue that admits it. */
async function tap(pattern: object, bus?: string, account = security): Promise<Queue> {
  const made = await rule({ pattern, bus, account });
  const target = await queueFor("events.amazonaws.com", made.arn);
  await made.target({ Arn: target.arn });
  return target;
}

/** A bus of the security account with a policy, and its ARN. */
async function bus(...statements: object[]): Promise<{ name: string; arn: string }> {
  const events = new EventBridgeClient(await as(security));
  const name = unique("bus");
  const arn = (await events.send(new CreateEventBusCommand({ Name: name }))).EventBusArn!;
  if (statements.length > 0) {
    const resolved = statements.map((statement) => ({
      Sid: "s",
      Action: "events:PutEvents",
      Resource: arn,
      ...statement,
    }));
    await events.send(new PutPermissionCommand({ EventBusName: name, Policy: policy(...resolved) }));
  }
  return { name, arn };
}

/** A role that EventBridge may assume to put events on a bus. */
function forwarder(account: string, target: string): Promise<string> {
  return role(account, { trust: trust("events.amazonaws.com"), statements: [allow("events:PutEvents", target)] });
}

describe("local AWS: delivery of events", () => {
  it("row 19: a queue accepts events only if its policy admits the rule", async () => {
    const source = unique("source");
    const closed = await rule({ pattern: { source: [source] } });
    const dead = await queueFor("events.amazonaws.com", closed.arn);
    const refused = await queue();
    await closed.target({ Arn: refused.arn, DeadLetterConfig: { Arn: dead.arn } });
    const open = await tap({ source: [source] });
    const id = await put(source);
    assert.equal((await bodies(open))[0].id, id);
    const [message] = await receive(dead);
    assert.equal(JSON.parse(message!.Body!).id, id);
    assert.equal(message!.MessageAttributes?.ERROR_CODE?.StringValue, "NO_PERMISSIONS");
    assert.equal(message!.MessageAttributes?.RULE_ARN?.StringValue, closed.arn);
    assert.equal((await receive(refused, 1, 1)).length, 0);
  });

  it("row 19: a queue policy for another rule admits nothing", async () => {
    const source = unique("source");
    const made = await rule({ pattern: { source: [source] } });
    const target = await queueFor("events.amazonaws.com", `${made.arn}-other`);
    await made.target({ Arn: target.arn });
    const control = await tap({ source: [source] });
    await put(source);
    assert.equal((await bodies(control)).length, 1);
    assert.equal((await receive(target, 1, 1)).length, 0);
  });

  it("row 19: a dead-letter queue without a policy receives nothing", async () => {
    const source = unique("source");
    const [target, dead] = [await queue(), await queue()];
    await (await rule({ pattern: { source: [source] } })).target({
      Arn: target.arn,
      DeadLetterConfig: { Arn: dead.arn },
    });
    await put(source);
    assert.equal((await receive(dead, 1, 2)).length, 0);
  });

  it("events for an absent target end in the dead-letter queue", async () => {
    const source = unique("source");
    const made = await rule({ pattern: { source: [source] } });
    const dead = await queueFor("events.amazonaws.com", made.arn);
    await made.target({
      Arn: `arn:aws:sqs:${region}:${security}:absent`,
      DeadLetterConfig: { Arn: dead.arn },
      RetryPolicy: { MaximumRetryAttempts: 0 },
    });
    const id = await put(source);
    assert.equal((await bodies(dead))[0].id, id);
  });

  it("row 19: a function is invoked only with a permission for the rule", async () => {
    const reports = await queue();
    const code = `const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
      exports.handler = (event) => new SQSClient({}).send(new SendMessageCommand({
        QueueUrl: ${JSON.stringify(reports.url)}, MessageBody: JSON.stringify({ id: event.id, name: process.env.AWS_LAMBDA_FUNCTION_NAME }) }));`;
    const statements = [logging, allow("sqs:SendMessage")];
    const [admitted, unknown] = [
      await lambdaFunction({ code, statements }),
      await lambdaFunction({ code, statements }),
    ];
    const source = unique("source");
    const made = await rule({ pattern: { source: [source] } });
    await made.target({ Arn: admitted.arn });
    await (await rule({ pattern: { source: [source] } })).target({ Arn: unknown.arn });
    await new LambdaClient(await as(security)).send(
      new AddPermissionCommand({
        FunctionName: admitted.name,
        StatementId: "rule",
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn: made.arn,
      }),
    );
    const id = await put(source);
    assert.deepEqual(await bodies(reports, 2, 3), [{ id, name: admitted.name }]);
  });

  it("row 19: a topic accepts events only if its policy admits EventBridge", async () => {
    const sns = new SNSClient(await as(security));
    const topic = (await sns.send(new CreateTopicCommand({ Name: unique("topic") }))).TopicArn!;
    const subscriber = await queueFor("sns.amazonaws.com", topic);
    await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: "sqs", Endpoint: subscriber.arn }));
    const source = unique("source");
    const made = await rule({ pattern: { source: [source] } });
    await made.target({ Arn: topic });
    await put(source);
    assert.equal((await receive(subscriber, 1, 2)).length, 0);
    const Policy = policy({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topic,
    });
    await sns.send(new SetTopicAttributesCommand({ TopicArn: topic, AttributeName: "Policy", AttributeValue: Policy }));
    const id = await put(source);
    const [notice] = await bodies(subscriber);
    assert.equal(JSON.parse(notice.Message).id, id);
  });

  it("row 5: disabled rules send nothing", async () => {
    const source = unique("source");
    const made = await rule({ pattern: { source: [source] }, state: "DISABLED" });
    const target = await queueFor("events.amazonaws.com", made.arn);
    await made.target({ Arn: target.arn });
    const switched = await rule({ pattern: { source: [source] } });
    const other = await queueFor("events.amazonaws.com", switched.arn);
    await switched.target({ Arn: other.arn });
    const events = new EventBridgeClient(await as(security));
    await events.send(new DisableRuleCommand({ Name: switched.arn.split("/").pop() }));
    const control = await tap({ source: [source] });
    await put(source);
    assert.equal((await bodies(control)).length, 1);
    assert.equal((await receive(target, 1, 1)).length, 0);
    assert.equal((await receive(other, 1, 1)).length, 0);
  });

  it("patterns support prefix, suffix, anything-but, exists, numeric and $or", async () => {
    const source = unique("source");
    const target = await tap({
      source: [{ prefix: source }],
      detail: {
        name: [{ suffix: ".example" }],
        kind: [{ "anything-but": ["sample", "test"] }],
        severity: [{ numeric: [">=", 4] }],
        archived: [{ exists: false }],
        $or: [{ account: ["1"] }, { region: [{ "anything-but": { prefix: "us-" } }] }],
      },
    });
    const matching = { name: "a.example", kind: "real", severity: 5, region: "eu-west-1" };
    await put(source, { ...matching, name: "a.test" });
    await put(source, { ...matching, kind: "sample" });
    await put(source, { ...matching, severity: 3 });
    await put(source, { ...matching, archived: true });
    await put(source, { ...matching, region: "us-east-1" });
    const ids = [
      await put(`${source}.more`, matching),
      await put(source, { ...matching, region: "us-1", account: "1" }),
    ];
    const seen = (await bodies(target, 3, 3)).map((event) => event.id);
    assert.deepEqual(seen.sort(), ids.sort());
  });

  it("row 6: from bus to bus an event keeps id, time, account and resources", async () => {
    const { organization } = await testAws();
    const central = await bus({
      Effect: "Allow",
      Principal: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": organization } },
    });
    const source = unique("source");
    const target = await tap({ source: [source], account: [member] }, central.name);
    await (await rule({ pattern: { source: [source] }, account: member })).target({
      Arn: central.arn,
      RoleArn: await forwarder(member, central.arn),
    });
    const id = await put(source, { a: 1 }, { account: member, time: new Date("2026-11-01T12:00:00Z") });
    const [event] = await bodies(target);
    assert.equal(event.id, id);
    assert.equal(event.time, "2026-11-01T12:00:00Z");
    assert.equal(event.account, member);
    assert.deepEqual(event.detail, { a: 1 });
    assert.deepEqual(event.resources, ["arn:aws:ec2:eu-west-1:444455556666:instance/i-0"]);
  });

  it("row 7: a bus accepts events of another account only from the organization, through a role", async () => {
    const { organization } = await testAws();
    const central = await bus({
      Effect: "Allow",
      Principal: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": organization } },
    });
    const closed = await bus();
    const source = unique("source");
    const [target, none] = [
      await tap({ source: [source] }, central.name),
      await tap({ source: [source] }, closed.name),
    ];
    const forward = async (account: string, to: string, RoleArn?: string) => {
      const made = await rule({ pattern: { source: [source] }, account });
      const dead = await queue({}, account);
      await admit(dead, { Service: "events.amazonaws.com" });
      await made.target({ Arn: to, RoleArn, DeadLetterConfig: { Arn: dead.arn } });
      return dead;
    };
    await forward(member, central.arn, await forwarder(member, central.arn));
    const dead = [
      await forward(stranger, central.arn, await forwarder(stranger, central.arn)),
      await forward(member, central.arn),
      await forward(member, central.arn, await forwarder(member, closed.arn)),
      await forward(member, closed.arn, await forwarder(member, closed.arn)),
    ];
    const id = await put(source, {}, { account: member });
    await put(source, {}, { account: stranger });
    for (const one of dead) assert.equal((await receive(one)).length, 1);
    assert.deepEqual(
      (await bodies(target, 2, 1)).map((event) => event.id),
      [id],
    );
    assert.equal((await receive(none, 1, 1)).length, 0);
  });

  it("row 7: bus policies support events:source, events:detail-type and Deny", async () => {
    const principal = { AWS: `arn:aws:iam::${member}:root` };
    const central = await bus(
      {
        Effect: "Allow",
        Principal: principal,
        Condition: { StringEquals: { "events:source": "a", "events:detail-type": "Finding" } },
      },
      { Sid: "d", Effect: "Deny", Principal: "*", Condition: { StringNotEquals: { "aws:PrincipalAccount": member } } },
    );
    const caller = await session(member, allow("events:PutEvents"));
    const events = new EventBridgeClient(await as(caller));
    const send = (Source: string, DetailType: string) =>
      outcome(
        events.send(
          new PutEventsCommand({ Entries: [{ Source, DetailType, Detail: "{}", EventBusName: central.arn }] }),
        ),
      );
    assert.equal(await send("a", "Finding"), "allowed");
    assert.equal(await send("b", "Finding"), "refused");
    assert.equal(await send("a", "Other"), "refused");
    const own = new EventBridgeClient(await as(await session(security, allow("events:PutEvents"))));
    const denied = new PutEventsCommand({
      Entries: [{ Source: "a", DetailType: "Finding", Detail: "{}", EventBusName: central.name }],
    });
    assert.equal(await outcome(own.send(denied)), "refused", "a Deny holds within the account, too");
  });
});

describe("local AWS: topics and queues", () => {
  async function topic(attributes: Record<string, string> = {}): Promise<{ arn: string; sns: SNSClient }> {
    const sns = new SNSClient(await as(security));
    const arn = (await sns.send(new CreateTopicCommand({ Name: unique("topic"), Attributes: attributes }))).TopicArn!;
    return { arn, sns };
  }

  it("row 19: a queue accepts messages of a topic only if its policy admits it", async () => {
    const { arn, sns } = await topic();
    const [open, closed] = [await queueFor("sns.amazonaws.com", arn), await queue()];
    const dead = await queueFor("sns.amazonaws.com", arn);
    await sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: "sqs", Endpoint: open.arn }));
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });
    await sns.send(
      new SubscribeCommand({ TopicArn: arn, Protocol: "sqs", Endpoint: closed.arn, Attributes: { RedrivePolicy } }),
    );
    await sns.send(new PublishCommand({ TopicArn: arn, Message: "hello" }));
    assert.equal((await bodies(open))[0].Message, "hello");
    assert.equal((await receive(dead)).length, 1);
    assert.equal((await receive(closed, 1, 1)).length, 0);
  });

  it("an encrypted topic delivers raw messages that match the filter", async () => {
    const kms = new KMSClient(await as(security));
    const key = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
    const { arn, sns } = await topic({ KmsMasterKeyId: key });
    const target = await queueFor("sns.amazonaws.com", arn);
    const Attributes = { RawMessageDelivery: "true", FilterPolicy: JSON.stringify({ severity: ["high"] }) };
    await sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: "sqs", Endpoint: target.arn, Attributes }));
    const publish = (Message: string, severity: string) =>
      sns.send(
        new PublishCommand({
          TopicArn: arn,
          Message,
          MessageAttributes: { severity: { DataType: "String", StringValue: severity } },
        }),
      );
    await publish("no", "low");
    await publish("yes", "high");
    assert.deepEqual(
      (await receive(target, 2, 2)).map((message) => message.Body),
      ["yes"],
    );
  });

  it("row 18: another account needs permission in the topic's policy", async () => {
    const { arn, sns } = await topic();
    const caller = new SNSClient(await as(await session(member, allow("sns:Publish"))));
    const publish = () => outcome(caller.send(new PublishCommand({ TopicArn: arn, Message: "x" })));
    assert.equal(await publish(), "refused");
    const AttributeValue = policy({
      Effect: "Allow",
      Principal: { AWS: member },
      Action: "sns:Publish",
      Resource: arn,
    });
    await sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: "Policy", AttributeValue }));
    assert.equal(await publish(), "allowed");
  });

  it("row 18: another account needs permission in the queue's policy, and its own permission", async () => {
    const target = await queue();
    const send = async (...statements: object[]) => {
      const sqs = new SQSClient(await as(await session(member, ...(statements as Record<string, unknown>[]))));
      return outcome(sqs.send(new SendMessageCommand({ QueueUrl: target.url, MessageBody: "x" })));
    };
    assert.equal(await send(allow("sqs:*")), "refused");
    await admit(target, { AWS: `arn:aws:iam::${member}:root` });
    assert.equal(await send(allow("sqs:*")), "allowed");
    assert.equal(await send(allow("ec2:*")), "refused");
    assert.equal((await receive(target)).length, 1);
  });

  it("a message that is never deleted goes to the dead-letter queue", async () => {
    const dead = await queue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
    const source = await queue({ VisibilityTimeout: "1", RedrivePolicy });
    const sqs = new SQSClient(await as(security));
    await sqs.send(new SendMessageCommand({ QueueUrl: source.url, MessageBody: "lost" }));
    let messages = 0;
    const receiveOnce = async () =>
      (await sqs.send(new ReceiveMessageCommand({ QueueUrl: source.url, WaitTimeSeconds: 2 }))).Messages?.length ?? 0;
    messages += await receiveOnce();
    messages += await receiveOnce();
    assert.equal(messages, 1);
    assert.equal((await receive(dead))[0]!.Body, "lost");
  });
});
