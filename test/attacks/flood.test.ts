import assert from "node:assert/strict";
import { eventReader } from "../../runtime/findings/eventReader";
import { handle } from "../../runtime/functions/responder/handle";
import { patience } from "../../runtime/functions/shared/redeliver";
import { isPatient } from "../../runtime/lib/errors";
import { isolateInstance } from "../../runtime/responses/isolateInstance";
import { guardDutyEvent, settingsFor, world } from "./harness";
import { isolateOn, running } from "./isolate";

describe("an attacker who floods an API", () => {
  it("Y8: cannot make the product give up: people are notified after the fifth delivery, and retries go on for a day", async () => {
    const ec2: any = { state: running() };
    ec2.onRead = () => {
      throw Object.assign(new Error("Request limit exceeded."), { name: "RequestLimitExceeded" });
    };
    const response = { conversionSeconds: 0, snapshots: false };
    const { run, published } = world(settingsFor({ findingTypes: isolateInstance.findingTypes, response }));
    const event = JSON.stringify(guardDutyEvent({ severity: 9.5 }));
    const deliver = (delivery: number) =>
      handle(run({ lastAttempt: delivery === 5 }), isolateOn(ec2), eventReader(), event);
    for (let delivery = 1; delivery <= 5; delivery++) {
      // The error decides whether the message is sent again as a new one.
      await assert.rejects(deliver(delivery), isPatient);
      assert.equal(published.length, delivery === 5 ? 1 : 0);
    }
    assert.match(published[0]!.Message, /NOT CONTAINED[\s\S]*Firebreak tries again every 15 minutes for a day/);
    assert.ok(patience.rounds * patience.seconds >= 86_400);
    // The next round, when the flood is over.
    delete ec2.onRead;
    const [decision] = await deliver(1);
    assert.equal(decision!.outcome, "contained");
    assert.equal(published.length, 2);
  });
});
