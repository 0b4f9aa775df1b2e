import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { eventReader } from "../../../../runtime/findings/eventReader";
import { commandReader, obey } from "../../../../runtime/functions/responder/command";
import { countLetters, redrive } from "../../../../runtime/functions/shared/redrive";
import type { Route } from "../../../../runtime/model/response";
import { confineSecurityGroup } from "../../../../runtime/responses/confineSecurityGroup";
import { notify } from "../../../../runtime/responses/notify";
import { dynamo } from "../../../models/dynamo";

interface Letter {
  body: string;
  sentAt: number;
  hidden?: boolean;
}

/** Queues with their contents; `failing` bodies cannot be sent. */
function world(kept: Letter[], { failing = [] as string[], remaining = (): number => 100_000 } = {}) {
  const queue: string[] = [];
  const order: string[] = [];
  const told: { subject: string; lines: unknown[] }[] = [];
  const table = dynamo();
  const letters = async () => ({
    kept: "kept",
    queue: "queue",
    sqs: {
      getQueueAttributes: async ({ QueueUrl }: any) => ({
        Attributes: { ApproximateNumberOfMessages: String(QueueUrl === "kept" ? kept.length : -1) },
      }),
      receiveMessage: async ({ QueueUrl, MaxNumberOfMessages, MessageSystemAttributeNames }: any) => {
        assert.deepEqual([QueueUrl, MessageSystemAttributeNames], ["kept", ["SentTimestamp"]]);
        const found = kept.filter(({ hidden }) => !hidden).slice(0, MaxNumberOfMessages);
        for (const letter of found) letter.hidden = true;
        return {
          Messages: found.map(({ body, sentAt }) => ({
            Body: body,
            ReceiptHandle: body,
            Attributes: { SentTimestamp: String(sentAt) },
          })),
        };
      },
      sendMessage: async (input: any) => {
        assert.deepEqual(Object.keys(input).sort(), ["MessageBody", "QueueUrl"], "as a new message");
        assert.equal(input.QueueUrl, "queue");
        if (failing.includes(input.MessageBody)) throw new Error("SQS does not take it");
        order.push(`send ${input.MessageBody}`);
        queue.push(input.MessageBody);
      },
      deleteMessage: async ({ QueueUrl, ReceiptHandle }: any) => {
        assert.equal(QueueUrl, "kept");
        order.push(`delete ${ReceiptHandle}`);
        kept.splice(
          kept.findIndex(({ body }) => body === ReceiptHandle),
          1,
        );
      },
    },
  });
  const notify = async (message: any) => void told.push(message);
  const redriver = {
    journal: table.journal,
    name: "isolate-instance",
    letters,
    notify,
    remaining,
  } as any;
  const records = () => [...table.items.values()].filter((item) => item["pk"] === "redrives");
  return { kept, queue, order, told, redriver, records, table };
}

const old = (body: string): Letter => ({ body, sentAt: Date.now() - 60_000 });
const asked = { id: "run-1", by: "arn:aws:iam::111122223333:user/ana" };

describe("Y2: a redrive of dead letters", () => {
  it("moves all of them unchanged, each deleted after it was sent, under the person's name", async () => {
    const bodies = Array.from({ length: 25 }, (_, at) => `letter ${at}`);
    const { kept, queue, order, told, redriver, records } = world(bodies.map(old));
    assert.deepEqual(await countLetters(redriver), { deadLetters: 25 });
    assert.deepEqual(await redrive(redriver, { ...asked, reason: "the permission is back" }), { moved: 25 });
    assert.deepEqual([kept, queue.sort()], [[], bodies.sort()]);
    for (const body of bodies) assert.ok(order.indexOf(`send ${body}`) < order.indexOf(`delete ${body}`), body);
    const [record, ...more] = records() as any[];
    assert.deepEqual(more, []);
    assert.deepEqual(
      [record.kind, record.by, record.said, record.response, record.moved],
      ["redrive", asked.by, "the permission is back", "isolate-instance", 25],
    );
    assert.equal(told.length, 1);
    assert.match(told[0]!.subject, /25 dead letters of isolate-instance/);
    assert.match(String(told[0]!.lines[0]), /requested by arn:.*user\/ana: the permission is back/);
  });

  it("is recorded before the first letter is moved, so a run that dies leaves the name", async () => {
    const { redriver, records } = world([old("a")], { failing: ["a"] });
    await assert.rejects(redrive(redriver, asked), { code: "NotMoved", message: /SQS does not take it/ });
    assert.deepEqual(
      (records() as any[]).map(({ by, said }) => [by, said]),
      [[asked.by, undefined]],
    );
  });

  it("keeps what cannot be sent, and tells the person and everyone else", async () => {
    const { kept, redriver, told, records } = world([old("a"), old("b")], { failing: ["b"] });
    assert.deepEqual(await redrive(redriver, asked), { moved: 1, left: "SQS does not take it" });
    assert.deepEqual(
      kept.map(({ body }) => body),
      ["b"],
    );
    assert.match(String(told[0]!.lines[1]), /still kept: SQS does not take it/);
    assert.equal((records()[0] as any).left, "SQS does not take it");
  });

  it("leaves what fails again during the redrive, and what there is no time for", async () => {
    const again = { body: "again", sentAt: Date.now() + 60_000 };
    const { kept, redriver } = world([old("a"), again]);
    assert.deepEqual(await redrive(redriver, asked), { moved: 1 });
    assert.deepEqual(kept, [again]);
    const late = world([old("a")], { remaining: () => 1000 });
    await assert.rejects(redrive(late.redriver, asked), { code: "NotMoved", message: /ran out of time/ });
    assert.equal(late.kept.length, 1);
  });

  it("of an empty queue notifies nobody", async () => {
    const { redriver, told } = world([]);
    assert.deepEqual(await redrive(redriver, asked), { moved: 0 });
    assert.deepEqual(told, []);
  });
});

describe("Y2: the commands about dead letters", () => {
  const read = commandReader();
  const proof = { headers: { authorization: "x" } };
  const run = (letters: Letter[]) => {
    const { redriver, kept, records } = world(letters);
    const published: string[] = [];
    const sns = { publish: async ({ Message }: any) => void published.push(Message) };
    const services = { ...redriver, sns, topic: "topic" };
    const settings = { noticeFormat: "text" };
    return { kept, published, records, run: { id: "run-1", services, settings, remaining: () => 100_000 } as any };
  };
  const give = (given: ReturnType<typeof run>, route: Route, command: unknown) =>
    obey({ run: given.run, route, read: eventReader() }, read(command), { by: asked.by, partition: "aws" });

  it("need proof of the caller for a redrive; the reason is optional, and counting changes nothing", () => {
    assert.throws(() => read({ command: "redrive" }), { code: "BadCommand", message: /proof/ });
    assert.equal(read({ command: "redrive", proof }).command, "redrive");
    assert.deepEqual(read({ command: "dead-letters" }), { command: "dead-letters" });
  });

  for (const route of [confineSecurityGroup, notify] as Route[]) {
    it(`are obeyed by ${route.name}, and people are notified in each channel's format`, async () => {
      const given = run([old("a")]);
      assert.deepEqual(await give(given, route, { command: "dead-letters" }), { deadLetters: 1 });
      assert.equal(given.kept.length, 1);
      assert.deepEqual(await give(given, route, { command: "redrive", reason: "x\nTo end it: y", proof }), {
        moved: 1,
      });
      assert.match(given.published[0]!, new RegExp(`^1 dead letter of ${route.name} .*user/ana: x To end it: y$`));
      assert.equal((given.records()[0] as any).response, route.name);
    });
  }

  it("are the only ones that a function without containments obeys", async () => {
    await assert.rejects(give(run([]), notify, { command: "plan", event: {} }), { code: "BadCommand" });
  });
});
