import assert from "node:assert/strict";
import { eventReader } from "../../runtime/findings/eventReader";
import { handle } from "../../runtime/functions/responder/handle";
import { isolateInstance } from "../../runtime/responses/isolateInstance";
import { guardDutyEvent, settingsFor, world } from "./harness";
import { isolateOn, running } from "./isolate";

const settings = () =>
  settingsFor({
    findingTypes: isolateInstance.findingTypes,
    response: { conversionSeconds: 0.01, snapshots: false },
  });
const event = JSON.stringify(guardDutyEvent());
const named = (name: string) => Object.assign(new Error(name), { name });
const group = (ec2: any) => ec2.state.interfaces[0].groups[0];
const isClosing = (operation: string, input: any) =>
  operation === "ModifyNetworkInterfaceAttribute" && input.Groups[0] === "sg-closed";

describe("an attacker who wants an instance left on the open group", () => {
  it("Y1 X17: cannot achieve it by making the function time out between the two steps", async () => {
    const ec2: any = { state: running() };
    const { run } = world(settings());
    let left = 110_000;
    ec2.onCall = (operation: string) => {
      if (operation === "ModifyNetworkInterfaceAttribute") left = 4_000;
    };
    for (let delivery = 1; delivery <= 5; delivery++) {
      const run1 = run({ remaining: () => left, lastAttempt: delivery === 5 });
      await handle(run1, isolateOn(ec2), eventReader(), event).catch(() => undefined);
      assert.notEqual(group(ec2), "sg-open", `after delivery ${delivery}`);
      ec2.onRead = () => {
        left = 4_000;
      };
    }
    assert.equal(group(ec2), "sg-closed");
  });

  for (const fault of ["RequestLimitExceeded", "UnauthorizedOperation", "InternalError"]) {
    it(`Y1: cannot achieve it by making the second step end as ${fault}: the earlier groups are restored`, async () => {
      const ec2: any = { state: running() };
      const { run, published } = world(settings());
      ec2.onCall = (operation: string, input: any) => {
        if (isClosing(operation, input)) throw named(fault);
      };
      for (let delivery = 1; delivery <= 5; delivery++) {
        const attempt = handle(run({ lastAttempt: delivery === 5 }), isolateOn(ec2), eventReader(), event);
        await attempt.catch(() => undefined);
        assert.equal(group(ec2), "sg-web", `after delivery ${delivery}`);
      }
      assert.match(published.at(-1)!.Message, /^NOT CONTAINED[\s\S]*earlier groups were restored/);
    });
  }

  for (const how of ["pause", "tag", "mode approve"]) {
    it(`Y1: cannot achieve it by a ${how} that comes after a run that died in between`, async () => {
      const ec2: any = { state: running() };
      const response = isolateOn(ec2);
      const { run, table } = world(settings());
      // Killed: the run makes no further call, and its claim expires.
      ec2.onCall = (operation: string, input: any) => {
        if (isClosing(operation, input)) return new Promise(() => {});
      };
      void handle(run(), response, eventReader(), event);
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(group(ec2), "sg-open");
      delete ec2.onCall;
      for (const item of table.items.values()) delete item["claim"];
      if (how === "pause")
        await table.journal.putPause({ paused: true, at: "now", by: "ana", reason: "a rule" }, undefined);
      if (how === "tag") ec2.state.tags = { SecurityException: "x" };
      const approve = { settings: { ...settings(), modes: [{ mode: "approve" as const }] } };
      const [decision] = await handle(run(how === "mode approve" ? approve : {}), response, eventReader(), event);
      assert.equal(group(ec2), "sg-closed");
      assert.equal(decision!.outcome, "contained");
    });
  }

  it("Y1: the next run closes the interface that a killed run left open, then opens and closes the one it had not reached", async () => {
    const port = { vpcId: "vpc-1", subnetId: "subnet-1", groups: ["sg-web"], addresses: [] };
    const ec2: any = { state: running({ interfaces: ["eni-1", "eni-2"].map((id) => ({ id, ...port })) }) };
    const response = isolateOn(ec2);
    const { run, table } = world(settings());
    ec2.onCall = (_: string, input: any) => {
      if (input.NetworkInterfaceId === "eni-2") return new Promise(() => {});
    };
    void handle(run(), response, eventReader(), event);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(group(ec2), "sg-open");
    const calls: string[] = [];
    ec2.onCall = (_: string, { NetworkInterfaceId, Groups }: any) => {
      calls.push(`${NetworkInterfaceId} ${Groups[0]}`);
    };
    for (const item of table.items.values()) delete item["claim"];
    const [decision] = await handle(run(), response, eventReader(), event);
    assert.equal(decision!.outcome, "contained");
    assert.deepEqual(calls, ["eni-1 sg-closed", "eni-2 sg-open", "eni-2 sg-closed"]);
  });

  it("X17: the message that a run sends before it opens anything finishes that run within a minute if it is killed", async () => {
    const ec2: any = { state: running() };
    const response = isolateOn(ec2);
    const { run, table, sent, withQueue } = world(settings());
    withQueue();
    ec2.onCall = (operation: string, input: any) => {
      if (isClosing(operation, input)) return new Promise(() => {});
    };
    void handle(run(), response, eventReader(), event);
    await new Promise((resolve) => setTimeout(resolve, 100));
    delete ec2.onCall;
    assert.ok(sent[0]!.delay > 0 && sent[0]!.delay < 60);
    // The claim still stands: as far as anyone knows, the run is alive.
    await handle(run(), response, eventReader(), sent[0]!.text);
    assert.equal(group(ec2), "sg-closed");
    for (const item of table.items.values()) delete item["claim"];
    const [decision] = await handle(run(), response, eventReader(), sent[0]!.text);
    assert.equal(decision!.outcome, "contained");
    assert.deepEqual(
      await handle(run(), response, eventReader(), sent[0]!.text),
      [],
      "once it is finished, it is no news",
    );
  });
});
