import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { decisionOf } from "../../../runtime/containment/decide";
import { findingOf } from "../../../runtime/containment/followAutomation";
import { eventReader } from "../../../runtime/findings/eventReader";
import { rehearsalId, rehearsalSource } from "../../../runtime/findings/rehearsal";
import { handle } from "../../../runtime/functions/responder/handle";
import { groupTarget } from "../../../runtime/resources/targets";
import { confineSecurityGroup } from "../../../runtime/responses/confineSecurityGroup";
import { compliance, member, settingsFor, world } from "./world";

const nothingThere: any = { ...confineSecurityGroup, clients: () => ({}), read: async () => undefined };
const settings = settingsFor({
  findingTypes: confineSecurityGroup.findingTypes,
  modes: [{ mode: "contain" }],
  rehearsalAccounts: [member],
});
const read = eventReader([member]);

/** A compliance change as a rehearsal sends it. */
const rehearsed = (group: string, run: string) => {
  const { detail, ...event } = JSON.parse(compliance(group));
  return JSON.stringify({ ...event, source: rehearsalSource, detail: { ...detail, rehearsal: run } });
};

describe("the notices of a rehearsal", () => {
  it("reach people once per run, marked as a rehearsal, while all real ones do", async () => {
    const { run, published } = world(settings);
    for (const number of [1, 2, 3]) {
      await handle(run(), nothingThere, read, rehearsed(`sg-0000000${number}`, "0mabcdef1234"));
    }
    assert.equal(published.length, 1);
    assert.match(published[0]!.Subject, /^\[Firebreak REHEARSAL\] gone, high: /);
    assert.match(published[0]!.Message, /^REHEARSAL, no action needed\. /);
    assert.equal(published[0]!.MessageAttributes["rehearsal"]!.StringValue, "yes");
    await handle(run(), nothingThere, read, rehearsed("sg-00000001", "0mabcdef1235"));
    assert.equal(published.length, 2, "another run");
    for (const number of [1, 2]) await handle(run(), nothingThere, read, compliance(`sg-0000000${number}`));
    assert.equal(published.length, 4);
    assert.match(published.at(-1)!.Subject, /^\[Firebreak\] gone, high: /);
    assert.equal(published.at(-1)!.MessageAttributes["rehearsal"], undefined);
  });
});

describe("what the journal keeps of a rehearsal", () => {
  it("includes the sessions that were opened, and the run, so that a later check asks for the tag again", () => {
    const { run } = world(settings);
    const event = read(JSON.parse(rehearsed("sg-00000001", "0mabcdef1234")));
    const [item] = event.findings;
    assert.ok(item && "finding" in item);
    const sessions = [{ role: "Security-IR-Role-x", packedPolicySize: 34 }];
    const target = groupTarget(item.finding, "sg-00000001");
    const decision = decisionOf(
      { run: run({ sessions }), route: nothingThere, subject: item.finding },
      { outcome: "gone", reason: "", target },
      undefined,
    );
    assert.deepEqual(decision.sessions, sessions);
    assert.equal(findingOf(decision, target).rehearsal, "0mabcdef1234");
    const real = decisionOf(
      { run: run({ sessions }), route: nothingThere, subject: { id: "config-1" } },
      { outcome: "gone", reason: "" },
      undefined,
    );
    assert.equal(real.sessions, undefined);
    const released = decisionOf(
      { run: run({ sessions }), route: nothingThere, subject: { id: rehearsalId("0mabcdef1234", "x") } },
      { outcome: "released", reason: "" },
      undefined,
    );
    assert.deepEqual(released.sessions, sessions);
  });
});
