import assert from "node:assert/strict";
import { othersOf } from "../../../../components/documents/otherRoutes";
import { eventReader } from "../../../../runtime/findings/eventReader";
import {
  causeOf,
  type Delivered,
  isLetter,
  queueOf,
  recordLetter,
} from "../../../../runtime/functions/shared/deadLetter";
import { messageText } from "../../../../runtime/messages/queueMessage";
import { catalogue } from "../../../../runtime/responses/catalogue";
import { isolateInstance } from "../../../../runtime/responses/isolateInstance";
import type { Run } from "../../../../runtime/run/run";
import { dynamo } from "../../../models/dynamo";
import { takingBus } from "../../bus";

const read = eventReader();
const place = { account: "444455556666", region: "eu-west-1" };
const event = (change: object = {}) => ({
  source: "aws.guardduty",
  "detail-type": "GuardDuty Finding",
  ...place,
  time: "2026-11-26T02:05:00Z",
  detail: {
    id: "f1",
    type: "Backdoor:EC2/C&CActivity.B",
    title: "title",
    severity: 8,
    accountId: place.account,
    region: place.region,
    partition: "aws",
    createdAt: "2026-11-26T02:00:00Z",
    updatedAt: "2026-11-26T02:05:00Z",
    resource: { resourceType: "Instance", instanceDetails: { instanceId: "i-0123456789abcdef0" } },
    service: { eventFirstSeen: "2026-11-26T01:00:00Z", eventLastSeen: "2026-11-26T02:00:00Z" },
    ...change,
  },
});
const queue = "arn:aws:sqs:eu-west-1:111122223333:firebreak-isolate-instance";
const letter = (body: unknown, more: Partial<Delivered> = {}): Delivered => ({
  messageId: "6e1f6a2c-0000-4000-8000-000000000001",
  body: typeof body === "string" ? body : JSON.stringify(body),
  eventSourceARN: `${queue}-dead`,
  ...more,
});

/** Runs of one world that share a journal and notices. */
function world() {
  const table = dynamo();
  const told: string[] = [];
  let serial = 0;
  const run = (): Run =>
    ({
      id: `run-${++serial}`,
      started: Date.now(),
      calls: [],
      lastAttempt: false,
      remaining: () => 100_000,
      settings: {
        findingTypes: isolateInstance.findingTypes,
        others: othersOf(isolateInstance, catalogue, {}),
        senders: { securityAccountId: "111122223333", delegatedAdministrators: [] },
        people: { operate: [], approve: [], personalSessions: [] },
        deliveryAttempts: 5,
        noticeFormat: "text",
      },
      services: {
        journal: table.journal,
        topic: "topic",
        ...takingBus,
        sns: { publish: async ({ Message }: { Message: string }) => void told.push(Message) },
        log: { info() {}, warn() {}, error() {} },
        count() {},
      },
    }) as unknown as Run;
  return { told, consume: (given: Delivered) => recordLetter(run(), isolateInstance, read, given) };
}

describe("Y14: a dead letter", () => {
  it("is recorded as failed for each target without a decision, and reported once", async () => {
    const { told, consume } = world();
    const [decision, ...more] = await consume(letter(event()));
    assert.deepEqual(more, []);
    assert.equal(decision!.outcome, "failed");
    assert.equal(decision!.target?.id, "i-0123456789abcdef0");
    assert.match(decision!.reason, /gave up after 5 deliveries.*ran out of time.*delivery 6e1f6a2c/);
    assert.equal(told.length, 1);
    assert.deepEqual(await consume(letter(event())), [], "the same letter again");
    assert.equal(told.length, 1);
  });

  it("of a later event is recorded again, whatever was decided about an earlier one", async () => {
    const { consume } = world();
    await consume(letter(event()));
    const later = { ...event(), time: new Date(Date.now() + 60_000).toISOString() };
    assert.equal((await consume(letter(later))).length, 1);
  });

  it("that EventBridge could not deliver says why", async () => {
    const attributes = { ERROR_CODE: { stringValue: "NO_PERMISSIONS" }, ERROR_MESSAGE: { stringValue: "denied" } };
    const [decision] = await world().consume(letter(event(), { messageAttributes: attributes }));
    assert.match(decision!.reason, /EventBridge could not deliver it: NO_PERMISSIONS: denied/);
  });

  it("P41: of decisions that the bus does not take is reported once a day: that decision needs the bus too", async () => {
    const { told, consume } = world();
    const [decision] = await consume(letter(messageText("unsent")));
    assert.match(decision!.reason, /^putting decisions on the bus was not done: gave up after 5 deliveries/);
    assert.deepEqual(await consume(letter(messageText("unsent"), { messageId: "another" })), []);
    assert.equal(told.length, 1);
  });

  it("of a schedule says what was not done", async () => {
    const { told, consume } = world();
    const [decision] = await consume(letter(messageText("hourly")));
    assert.match(decision!.reason, /^the hourly check was not done: gave up after 5 deliveries/);
    assert.equal(told.length, 1);
    const [runbooks] = await consume(letter(messageText("runbooks"), { messageId: "second" }));
    assert.match(runbooks!.reason, /^the check of running SSM Automation executions was not done/);
  });

  it("is recorded even if it is no event, or nobody may send it", async () => {
    const { consume } = world();
    assert.match((await consume(letter("no event")))[0]!.reason, /not JSON.*gave up after 5/);
    const forged = { ...event({ id: "f2" }), account: "999988887777" };
    assert.match((await consume(letter(forged)))[0]!.reason, /account 999988887777 sent a finding/);
  });

  it("of one target is recorded for it, even if the current settings no longer find it", async () => {
    const arn = "arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0";
    const ofTarget = (of: string) =>
      letter(messageText("target", { text: JSON.stringify(event()), finding: "f1", arn: of }));
    const { consume } = world();
    const [decision, ...more] = await consume(ofTarget(arn));
    assert.deepEqual([decision!.target?.arn, decision!.outcome, more], [arn, "failed", []]);
    const gone = `${arn.slice(0, -1)}1`;
    const [other] = await consume(ofTarget(gone));
    assert.deepEqual([other!.finding, other!.target, other!.outcome], ["f1", undefined, "failed"]);
    assert.match(other!.reason, new RegExp(`^${gone}, which is no target under the current settings.*gave up after 5`));
    assert.deepEqual(await consume(ofTarget(gone)), [], "the same letter again");
  });

  it("with a malformed CloudTrail event is recorded with what is wrong in it", async () => {
    const call = {
      source: "aws.ec2",
      "detail-type": "AWS API Call via CloudTrail",
      ...place,
      detail: { eventName: 7 },
    };
    const [decision] = await world().consume(letter(call));
    assert.match(decision!.reason, /^it is not in AWS's format: .*detail.eventName is 7.*gave up after 5/);
  });

  it("of a finding that another response answers is left to that response", async () => {
    const other = event({ type: "UnauthorizedAccess:IAMUser/TorIPCaller", resource: { resourceType: "AccessKey" } });
    assert.equal((await world().consume(letter(other))).length, 0);
  });

  it("is recognised by its queue, and a failed message returns to the queue that it came from", () => {
    assert.ok(isLetter({ eventSourceARN: `${queue}-dead` }));
    assert.ok(!isLetter({ eventSourceARN: `${queue}-posture` }));
    const url = "https://sqs.eu-west-1.amazonaws.com/111122223333/firebreak-isolate-instance";
    assert.equal(queueOf({ eventSourceARN: `${queue}-posture` }, url), `${url}-posture`);
    assert.equal(queueOf({ eventSourceARN: queue }, url), url);
    assert.match(causeOf(letter(""), 3), /gave up after 3/);
  });
});
