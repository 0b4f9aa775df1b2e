import assert from "node:assert/strict";
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SendMessageCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { security } from "./instance";
import { allow, as, outcome, policy, type Statement, session, unique } from "./principals";
import { admit, type Queue, queue, queueFor, receive } from "./queues";
import { put, rule } from "./rules";

const own: Statement = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${security}:root` },
  Action: "kms:*",
  Resource: "*",
};

const serve = (Service: string): Statement => ({
  Effect: "Allow",
  Principal: { Service },
  Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  Resource: "*",
});

/** The ARN of a key whose policy has these statements besides the one for its own account. */
async function key(...statements: Statement[]): Promise<string> {
  const kms = new KMSClient(await as(security));
  const created = await kms.send(new CreateKeyCommand({ Policy: policy(own, ...statements) }));
  return created.KeyMetadata!.Arn!;
}

async function topic(keyArn?: string): Promise<{ sns: SNSClient; TopicArn: string }> {
  const sns = new SNSClient(await as(security));
  const Attributes = keyArn ? { KmsMasterKeyId: keyArn } : undefined;
  return { sns, TopicArn: (await sns.send(new CreateTopicCommand({ Name: unique("topic"), Attributes }))).TopicArn! };
}

/** A queue that listens to a topic and admits it. */
async function subscriber(sns: SNSClient, TopicArn: string, attributes: Record<string, string> = {}): Promise<Queue> {
  const target = await queue(attributes);
  await admit(target, { Service: "sns.amazonaws.com" }, { ArnEquals: { "aws:SourceArn": TopicArn } });
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: target.arn,
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  return target;
}

const bodies = async (from: Queue, count: number, seconds: number) =>
  (await receive(from, count, seconds)).map((message) => message.Body);

describe("local AWS: row 26: encrypted topics and queues", () => {
  it("row 26: publishing needs permission for the topic's key as well, also by its alias", async () => {
    const keyArn = await key();
    const AliasName = `alias/${unique("key")}`;
    const kms = new KMSClient(await as(security));
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: keyArn.split("/").pop() }));
    const { TopicArn } = await topic(AliasName);
    const publish = async (...statements: Statement[]) => {
      const sns = new SNSClient(await as(await session(security, allow("sns:Publish"), ...statements)));
      return outcome(sns.send(new PublishCommand({ TopicArn, Message: "x" })));
    };
    const uses = ["kms:GenerateDataKey", "kms:Decrypt"];
    assert.equal(await publish(), "refused");
    assert.equal(await publish(allow(uses[0]!, keyArn)), "refused");
    assert.equal(await publish(allow(uses, `${keyArn}-other`)), "refused");
    assert.equal(await publish(allow(uses, keyArn)), "allowed");
    const via = { StringEquals: { "kms:ViaService": "sns.eu-west-1.amazonaws.com" } };
    assert.equal(await publish(allow(uses, keyArn, via)), "allowed");
  });

  it("row 26: sending and receiving need permission for the queue's key as well", async () => {
    const keyArn = await key();
    const target = await queue({ KmsMasterKeyId: keyArn });
    const caller = async (...statements: Statement[]) =>
      new SQSClient(await as(await session(security, ...statements)));
    const send = async (...statements: Statement[]) => {
      const sqs = await caller(allow("sqs:SendMessage"), ...statements);
      return outcome(sqs.send(new SendMessageCommand({ QueueUrl: target.url, MessageBody: "x" })));
    };
    const take = async (...statements: Statement[]) => {
      const sqs = await caller(allow("sqs:ReceiveMessage"), ...statements);
      return outcome(sqs.send(new ReceiveMessageCommand({ QueueUrl: target.url })));
    };
    assert.equal(await send(), "refused");
    assert.equal(await send(allow(["kms:GenerateDataKey", "kms:Decrypt"], keyArn)), "allowed");
    assert.equal(await take(), "refused");
    assert.equal(await take(allow("kms:Decrypt", keyArn)), "allowed");
  });

  it("row 26: a rule fills an encrypted queue only if the key admits EventBridge", async () => {
    const source = unique("source");
    const open = await rule({ pattern: { source: [source] } });
    const closed = await rule({ pattern: { source: [source] } });
    const encrypt = async (to: Queue, keyArn: string) => {
      const sqs = new SQSClient(await as(security));
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl: to.url, Attributes: { KmsMasterKeyId: keyArn } }));
    };
    const [filled, empty, managed] = [
      await queueFor("events.amazonaws.com", open.arn),
      await queueFor("events.amazonaws.com", closed.arn),
      await queueFor("events.amazonaws.com"),
    ];
    await encrypt(filled, await key(serve("events.amazonaws.com")));
    await encrypt(empty, await key());
    await encrypt(managed, "alias/aws/sqs");
    await open.target({ Arn: filled.arn });
    await closed.target({ Arn: empty.arn });
    await (await rule({ pattern: { source: [source] } })).target({ Arn: managed.arn });
    await put(source);
    assert.equal((await receive(filled)).length, 1);
    assert.equal((await receive(empty, 1, 1)).length, 0);
    assert.equal((await receive(managed, 1, 1)).length, 0, "a key of AWS cannot admit a service");
  });

  it("row 26: a rule fills an encrypted topic only if the key admits EventBridge without a condition", async () => {
    const heard = async (...statements: Statement[]) => {
      const source = unique("source");
      const { sns, TopicArn } = await topic(await key(...statements));
      const admitted = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sns:Publish" };
      const AttributeValue = policy({ ...admitted, Resource: TopicArn });
      await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }));
      const listener = await subscriber(sns, TopicArn);
      await (await rule({ pattern: { source: [source] } })).target({ Arn: TopicArn });
      await put(source);
      return (await receive(listener, 1, 2)).length === 1;
    };
    const open = serve("events.amazonaws.com");
    assert.equal(await heard(), false);
    assert.equal(await heard(open), true);
    const limited = { ...open, Condition: { StringEquals: { "aws:SourceAccount": security } } };
    assert.equal(await heard(limited), false, "EventBridge does not tell KMS the source for topics");
  });

  it("row 26: a topic fills an encrypted queue only if the key admits SNS", async () => {
    const { sns, TopicArn } = await topic();
    const filled = await subscriber(sns, TopicArn, { KmsMasterKeyId: await key(serve("sns.amazonaws.com")) });
    const empty = await subscriber(sns, TopicArn, { KmsMasterKeyId: await key() });
    await sns.send(new PublishCommand({ TopicArn, Message: "hello" }));
    assert.deepEqual(await bodies(filled, 1, 10), ["hello"]);
    assert.deepEqual(await bodies(empty, 1, 1), []);
  });
});

describe("local AWS: alarms", () => {
  /** Lets a new alarm with this topic as its action fire, and returns whether the subscriber was notified. */
  async function rings(TopicArn: string, listener: Queue): Promise<boolean> {
    const cloudwatch = new CloudWatchClient(await as(security));
    const AlarmName = unique("alarm");
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        AlarmActions: [TopicArn],
        Namespace: "Test",
        MetricName: "errors",
        Statistic: "Sum",
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
      }),
    );
    const fire = new SetAlarmStateCommand({ AlarmName, StateValue: "ALARM", StateReason: "test" });
    await cloudwatch.send(fire).catch(() => undefined);
    const heard = await bodies(listener, 1, 2);
    assert.ok(heard.every((body) => JSON.parse(body!).AlarmName === AlarmName));
    return heard.length === 1;
  }

  it("row 19: an alarm reaches a topic of its account, unless the topic's policy names only others", async () => {
    const { sns, TopicArn } = await topic();
    const listener = await subscriber(sns, TopicArn);
    assert.equal(await rings(TopicArn, listener), true);
    const admitted = (Service: string) =>
      policy({
        Effect: "Allow",
        Principal: { Service },
        Action: "sns:Publish",
        Resource: TopicArn,
        Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:*:${security}:alarm:*` } },
      });
    const set = (AttributeValue: string) =>
      sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }));
    await set(admitted("events.amazonaws.com"));
    assert.equal(await rings(TopicArn, listener), false);
    await set(admitted("cloudwatch.amazonaws.com"));
    assert.equal(await rings(TopicArn, listener), true);
  });

  it("row 26: an alarm reaches an encrypted topic only if the key admits CloudWatch", async () => {
    const open = await topic(await key(serve("cloudwatch.amazonaws.com")));
    assert.equal(await rings(open.TopicArn, await subscriber(open.sns, open.TopicArn)), true);
    for (const closed of [await topic(await key()), await topic("alias/aws/sns")]) {
      assert.equal(await rings(closed.TopicArn, await subscriber(closed.sns, closed.TopicArn)), false);
    }
  });
});
