import assert from "node:assert/strict";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQS,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { before, describe, it } from "mocha";
import { queuePolicy } from "../../../components/shared/policies";
import { redrive } from "../../../runtime/functions/shared/redrive";
import { member, security } from "./instance";
import { allow, as, assume, type Credentials, outcome, policy, session, trust, unique, user } from "./principals";
import { type Queue, queue, receive } from "./queues";
import { put, rule } from "./rules";

/** A role named like a function's role of a response, and a session of it. */
async function functionRole(name: string): Promise<{ arn: string; credentials: Credentials }> {
  const iam = new IAMClient(await as(security));
  const AssumeRolePolicyDocument = trust(`arn:aws:iam::${security}:root`);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
  const PolicyDocument = policy(allow("sqs:*"));
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "it", PolicyDocument }));
  return { arn: Role!.Arn!, credentials: await assume(Role!.Arn!, security) };
}

describe("Y2: the policy of a queue whose messages are trusted, under enforced IAM", () => {
  let role: Awaited<ReturnType<typeof functionRole>>;
  let kept: Queue;
  let live: Queue;
  let own: Awaited<ReturnType<typeof rule>>;
  const source = unique("source");

  const protect = async (target: Queue, rules: string[]) => {
    const sqs = new SQSClient(await as(security));
    const Policy = queuePolicy(target.arn, role.arn, rules);
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: target.url, Attributes: { Policy } }));
  };

  before(async () => {
    role = await functionRole(unique("firebreak-function"));
    own = await rule({ pattern: { source: [source] } });
    kept = await queue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: kept.arn, maxReceiveCount: 1 });
    live = await queue({ VisibilityTimeout: "1", RedrivePolicy });
    await protect(kept, []);
    await protect(live, [own.arn]);
  });

  /** What a caller may do to the messages of the queues. */
  const attempts = async (who: Credentials) => {
    const sqs = new SQSClient(await as(who));
    const QueueUrl = live.url;
    const Entries = [{ Id: "0", MessageBody: "made up" }];
    const calls = {
      send: new SendMessageCommand({ QueueUrl, MessageBody: "made up" }),
      sendBatch: new SendMessageBatchCommand({ QueueUrl, Entries }),
      receive: new ReceiveMessageCommand({ QueueUrl: kept.url }),
      delete: new DeleteMessageCommand({ QueueUrl: kept.url, ReceiptHandle: "x" }),
      purge: new PurgeQueueCommand({ QueueUrl: kept.url }),
      move: new StartMessageMoveTaskCommand({ SourceArn: kept.arn, DestinationArn: live.arn }),
    };
    const answers: Record<string, string> = {};
    for (const [name, call] of Object.entries(calls)) answers[name] = await outcome(sqs.send(call as any));
    return answers;
  };

  it("lets nobody but the function touch a message, not even an administrator", async () => {
    const nothing = {
      send: "refused",
      sendBatch: "refused",
      receive: "refused",
      delete: "refused",
      purge: "refused",
      move: "refused",
    };
    assert.deepEqual(await attempts(await user(security, allow("sqs:*"))), nothing, "an operator with sqs:*");
    assert.deepEqual(await attempts(await session(security, allow("*"))), nothing, "an administrator");
    assert.deepEqual(await attempts(await session(member, allow("*"))), nothing, "another account");
    assert.deepEqual(await receive(live, 1, 1), []);
  });

  it("lets an administrator read the counts, and repair the policy", async () => {
    const target = await queue();
    await protect(target, []);
    const sqs = new SQSClient(await as(await session(security, allow("*"))));
    const QueueUrl = target.url;
    const read = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
    assert.match((await sqs.send(read)).Attributes!.Policy!, /NobodyElse/);
    const sent = () => outcome(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" })));
    assert.equal(await sent(), "refused");
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: "" } }));
    assert.equal(await sent(), "allowed");
  });

  it("lets the function send, receive and delete", async () => {
    const sqs = new SQSClient(await as(role.credentials));
    await sqs.send(new SendMessageCommand({ QueueUrl: kept.url, MessageBody: "letter" }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: kept.url, WaitTimeSeconds: 2 }));
    assert.equal(Messages![0]!.Body, "letter");
    await sqs.send(new DeleteMessageCommand({ QueueUrl: kept.url, ReceiptHandle: Messages![0]!.ReceiptHandle }));
  });

  it("lets the function redrive the kept messages over the wire", async () => {
    const sqs = new SQS(await as(role.credentials));
    for (const body of ["one", "two"]) await sqs.sendMessage({ QueueUrl: kept.url, MessageBody: body });
    let records = 0;
    const redriver = {
      journal: { recordRedrive: async () => void records++ },
      name: "isolate-instance",
      letters: async () => ({ sqs, kept: kept.url, queue: live.url }),
      notify: async () => {},
      remaining: () => 60_000,
    };
    assert.deepEqual(await redrive(redriver, { id: "run-1", by: "arn:ana" }), { moved: 2 });
    assert.equal(records, 2, "before and after");
    assert.deepEqual((await receive(live, 2)).map(({ Body }) => Body).sort(), ["one", "two"]);
    assert.deepEqual(await receive(kept, 1, 1), []);
  });

  it("lets the queue's own rule deliver, but no other rule, and lets SQS move what is never deleted", async () => {
    const other = await rule({ pattern: { source: [source] } });
    await own.target({ Arn: live.arn });
    await other.target({ Arn: live.arn });
    const id = await put(source);
    const sqs = new SQSClient(await as(role.credentials));
    const bodies = async (QueueUrl: string) => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 2 }));
      return Messages.map((message) => JSON.parse(message.Body!).id);
    };
    assert.deepEqual(await bodies(live.url), [id], "from its own rule alone");
    assert.deepEqual(await bodies(live.url), [], "received once, then a dead letter");
    assert.deepEqual(await bodies(kept.url), [id]);
  });
});
