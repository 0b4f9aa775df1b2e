import assert from "node:assert/strict";
import { lookAt } from "../../../runtime/containment/lookAtHeld";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import type { ResponderSettings } from "../../../runtime/model/responderSettings";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import type { Custody } from "../../../runtime/responses/isolateInstance/custody";
import { guardDutyEvent, settingsFor, world } from "../../attacks/harness";
import { isolateOn, running } from "../../attacks/isolate";

const lock = { mode: "governance", days: 30 } as const;
const custody = (state: string, isLocked: boolean): Custody => ({
  lock,
  region: "eu-west-1",
  findings: ["f1"],
  snapshots: [{ id: "snap-1", state, ...(isLocked && { lock: { mode: "governance" } }) }],
});

describe("a held containment whose evidence is followed", () => {
  /** A contained instance, and a check of it under another mode. */
  async function contained() {
    const response = { conversionSeconds: 0, snapshots: false };
    const settings = settingsFor({ findingTypes: isolateInstance.findingTypes, response });
    const ec2: any = { state: running({ snapshots: ["snap-1"] }) };
    const { run, table, published } = world(settings);
    const [decision] = await handle(run(), isolateOn(ec2), eventReader(), JSON.stringify(guardDutyEvent()));
    assert.equal(decision!.outcome, "contained");
    const id = decision!.containment!;
    const check = (more: Partial<ResponderSettings> = {}) =>
      lookAt(run({ settings: { ...settings, ...more } }), isolateOn(ec2), id);
    return { ec2, check, published, table, held: () => table.journal.getContainment(id) };
  }
  const byApproval = { modes: [{ mode: "approve" as const }] };

  it("N85: what follows from it is done in mode approve too, does not count as undone, and is no news", async () => {
    const { ec2, check, published, held } = await contained();
    ec2.state.custody = custody("pending", false);
    const notices = published.length;
    const [decision] = await check(byApproval);
    assert.deepEqual(
      [decision!.outcome, decision!.calls.map(({ operation }) => operation), decision!.undone],
      ["contained", ["LockSnapshot"], undefined],
    );
    assert.deepEqual([published.length, (await held())!.status], [notices, "contained"]);
    assert.deepEqual(await check(byApproval), []);
  });

  it("N85: what others undid still waits for approval there, and a pause holds back what follows", async () => {
    const { ec2, check, table } = await contained();
    ec2.state.custody = custody("pending", false);
    ec2.state.custody.snapshots[0].wasLocked = true;
    assert.equal((await check(byApproval))[0]!.outcome, "awaiting-approval");
    ec2.state.custody.snapshots[0].wasLocked = false;
    await table.journal.putPause({ paused: true, at: "now", by: "ana", reason: "a rule" }, undefined);
    assert.equal((await check())[0]!.outcome, "awaiting-approval");
    assert.equal(ec2.state.custody.snapshots[0].lock, undefined);
  });

  it("N84: evidence that comes to its end by itself is noted once, without a notice", async () => {
    const { ec2, check, published, held } = await contained();
    ec2.state.custody = custody("pending", true);
    assert.deepEqual(await check(), []);
    ec2.state.custody = custody("completed", true);
    const notices = published.length;
    const [decision] = await check();
    const manifest = decision!.evidence.find(({ kind }) => kind === "manifest");
    assert.deepEqual([decision!.outcome, decision!.calls], ["already-contained", []]);
    assert.match(manifest!.id, /^sha256:/);
    assert.deepEqual((await held())!.evidence.at(-1), manifest);
    assert.deepEqual([await check(), published.length], [[], notices]);
  });
});
