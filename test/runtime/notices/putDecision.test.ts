import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { decide } from "../../../runtime/containment/decide";
import { hourlyCheck } from "../../../runtime/containment/hourlyCheck";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import { messageText } from "../../../runtime/messages/queueMessage";
import { putUnsent } from "../../../runtime/notices/putDecision";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { notify } from "../../../runtime/responses/notify";
import { decision } from "../decision";
import { type Put, settingsFor, world } from "./world";

const refusal = { ErrorCode: "ThrottlingException", ErrorMessage: "too many" };
const later = new Date("2100-01-01T00:00:00Z");
const idOf = (put: Put) => JSON.parse(put.Detail).id;
const verdict = (reason: string) => ({ outcome: "failed" as const, reason, target: decision.target! });

describe("a decision on the bus", () => {
  it("P40: is put there with its source, type, time and resource as soon as it is recorded", async () => {
    const { run, put } = world(settingsFor());
    const made = await decide({ run: run(), route: isolateInstance, subject: { id: "f1" } }, verdict("why"), undefined);
    assert.equal(put.length, 1);
    const { Detail, ...entry } = put[0]!;
    assert.deepEqual(entry, {
      EventBusName: "bus",
      Source: "firebreak",
      DetailType: "Firebreak Decision",
      Time: new Date(made.at),
      Resources: [decision.target!.arn],
    });
    assert.equal(JSON.parse(Detail).reason, "why");
  });

  it("P41: is not there if the bus refuses it, is recorded and told to people all the same, and is tried again", async () => {
    let down = true;
    const { run, put, published, sent, warned, table } = world(settingsFor(), () => (down ? refusal : undefined));
    await decide({ run: run(), route: isolateInstance, subject: { id: "f1" } }, verdict("why"), undefined);
    assert.equal(published.length, 1);
    assert.deepEqual(warned, ["the decision is not on the bus yet"]);
    assert.deepEqual(sent, [{ text: messageText("unsent"), delay: 60 }]);
    const again = () => handle(run(), isolateInstance, eventReader(), sent[0]!.text);
    const unsent = () => table.journal.unsentDecisions(isolateInstance.name, later.toISOString(), 10);
    const [waiting] = await unsent();
    await assert.rejects(putUnsent(run(), isolateInstance, later), { code: "ThrottlingException" });
    down = false;
    await putUnsent(run(), isolateInstance, later);
    assert.equal(put.length, 1);
    assert.equal(idOf(put[0]!), JSON.parse(put[0]!.Detail).id);
    assert.deepEqual(await unsent(), []);
    assert.equal(waiting!.reason, "why");
    assert.deepEqual(await again(), []);
    assert.equal(put.length, 1);
  });

  it("P41: has the same id when a run died after it was put and before that was noted", async () => {
    const { run, put, table } = world(settingsFor());
    const markSent = table.journal.markSent;
    table.journal.markSent = async () => Promise.reject(new Error("died"));
    await decide({ run: run(), route: isolateInstance, subject: { id: "f1" } }, verdict("why"), undefined);
    table.journal.markSent = markSent;
    await putUnsent(run(), isolateInstance, later);
    assert.equal(put.length, 2);
    assert.equal(idOf(put[0]!), idOf(put[1]!));
  });

  it("P41: does not keep others from the bus if it is refused", async () => {
    const refused = (put: Put) => (put.Detail.includes("no room") ? refusal : undefined);
    const { run, put, table } = world(settingsFor(), refused);
    for (const reason of ["first", "no room", "last"]) {
      await table.journal.recordDecision({ ...decision, run: reason, reason, response: isolateInstance.name });
    }
    await assert.rejects(putUnsent(run(), isolateInstance, later), { code: "ThrottlingException" });
    assert.deepEqual(put.map(({ Detail }) => JSON.parse(Detail).reason).sort(), ["first", "last"]);
    const left = await table.journal.unsentDecisions(isolateInstance.name, later.toISOString(), 10);
    assert.deepEqual(
      left.map(({ reason }) => reason),
      ["no room"],
    );
  });

  it("P41: is left to the run that has just recorded it, and is tried every hour", async () => {
    const { run, put, sent, table } = world(settingsFor());
    const at = new Date().toISOString();
    await table.journal.recordDecision({ ...decision, at, response: isolateInstance.name });
    await putUnsent(run(), isolateInstance);
    assert.equal(put.length, 0);
    await hourlyCheck(run(), isolateInstance);
    assert.deepEqual(sent[0], { text: messageText("unsent"), delay: undefined });
  });

  it("P41: belongs to its own response, also to one that contains nothing", async () => {
    const { run, put, table } = world(settingsFor());
    await table.journal.recordDecision({ ...decision, response: notify.name });
    await handle(run(), isolateInstance, eventReader(), messageText("unsent"));
    assert.equal(put.length, 0);
    await handle(run(), notify, eventReader(), messageText("unsent"));
    assert.equal(put.length, 1);
  });
});
