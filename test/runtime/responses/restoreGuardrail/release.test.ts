import assert from "node:assert/strict";
import { restoreGuardrail } from "../../../../runtime/responses/restoreGuardrail";
import { switchedOnMark } from "../../../../runtime/responses/restoreGuardrail/state";
import { type Kind, kinds, off, three, type World, worldWith } from "./model";
import { readGuardrail } from "./reading";

const { priorState, releasePlan } = restoreGuardrail;
const ours = [{ kind: switchedOnMark, id: "StartLogging" }];
const operations = {
  trail: "StopLogging",
  detector: "UpdateDetector",
  recorder: "StopConfigurationRecorder",
  "account-public-access-block": "DeletePublicAccessBlock",
  "ebs-encryption": "DisableEbsEncryptionByDefault",
};

/** What a release would do: the guardrail was off, and now it is as given. */
async function planned(kind: Kind, now: Partial<World>, evidence = ours) {
  const saved = priorState(await readGuardrail(worldWith(kind)));
  return releasePlan(await readGuardrail(worldWith(kind, now), { evidence, priorState: saved }), saved, {});
}

describe("restore-guardrail: the release", () => {
  for (const kind of kinds) {
    it(`N46: switches a ${kind} off again, as it was`, async () => {
      const { calls, drift } = await planned(kind, { on: true, block: three });
      assert.deepEqual([calls.map(({ operation }) => operation), drift], [[operations[kind]], []]);
    });

    it(`N46: does nothing for a ${kind} that is off already, and leaves one that others switched on`, async () => {
      assert.deepEqual(await planned(kind, {}), { calls: [], drift: [] });
      const { calls, drift } = await planned(kind, { on: true, block: three }, []);
      assert.deepEqual([calls, drift], [[], ["others switched it on: left as it is"]]);
    });
  }

  it("N46: gives back the switches that Block Public Access had, and leaves those that others set since", async () => {
    const world = worldWith("account-public-access-block", { block: off });
    const saved = priorState(await readGuardrail(world));
    const after = await readGuardrail({ ...world, block: three }, { evidence: ours, priorState: saved });
    assert.deepEqual(releasePlan(after, saved, {}).calls[0]!.input["PublicAccessBlockConfiguration"], off);
    const four = { ...three, RestrictPublicBuckets: true };
    const changed = await readGuardrail({ ...world, block: four }, { evidence: ours, priorState: saved });
    assert.deepEqual(releasePlan(changed, saved, {}).calls, []);
    assert.match(releasePlan(changed, saved, {}).drift.join(), /others changed Block Public Access/);
  });
});
