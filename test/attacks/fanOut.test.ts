import assert from "node:assert/strict";
import { eventReader } from "../../runtime/findings/eventReader";
import { handle } from "../../runtime/functions/responder/handle";
import { isolateInstance } from "../../runtime/responses/isolateInstance";
import { guardDutyEvent, settingsFor, world } from "./harness";
import { isolateOn, running } from "./isolate";

describe("an attack sequence that names many instances", () => {
  const ids = Array.from({ length: 60 }, (_, n) => `i-0000000000000${String(n).padStart(4, "0")}`);
  const resources = ids.map((id) => ({
    uid: `arn:aws:ec2:eu-west-1:444455556666:instance/${id}`,
    resourceType: "EC2_INSTANCE",
  }));
  const event = JSON.stringify(
    guardDutyEvent({
      type: "AttackSequence:EC2/CompromisedInstanceGroup",
      severity: 9,
      resource: { resourceType: "AttackSequence" },
      sequence: { resources },
    }),
  );

  it("Y17: gives each instance its own message, and one failure does not stop the others", async () => {
    const worlds = Object.fromEntries(ids.map((id) => [id, { state: running({ id }) } as any]));
    worlds[ids[7]!].onRead = () => {
      throw Object.assign(new Error("EC2 does not answer"), { name: "InternalError" });
    };
    const { run, sent, withQueue } = world(
      settingsFor({
        findingTypes: isolateInstance.findingTypes,
        containmentsPerHour: 1000,
        response: { conversionSeconds: 0, snapshots: false },
      }),
    );
    withQueue();
    const first: any = { ...isolateInstance, read: () => assert.fail("nothing is read before it has its own message") };
    assert.deepEqual(await handle(run(), first, eventReader(), event), []);
    assert.equal(sent.length, 60);
    const messages = sent.splice(0).map(({ text }) => text);
    for (const text of messages) {
      const id = /instance\/(i-\w+)"?\}?\}?$/.exec(JSON.parse(text).detail.arn)![1]!;
      await handle(run(), isolateOn(worlds[id]), eventReader(), text).catch((error) =>
        assert.match(error.message, /answer/),
      );
    }
    const open = ids.filter((id) => worlds[id].state.interfaces[0].groups[0] !== "sg-closed");
    assert.deepEqual(open, [ids[7]]);
  });
});
