import assert from "node:assert/strict";
import { exceptionKind } from "../../../../runtime/exceptions/kinds";
import { reasonOf } from "../../../../runtime/model/refusal";
import { protectedResource } from "../../../../runtime/policy/protectedResource";
import { restoreGuardrail } from "../../../../runtime/responses/restoreGuardrail";
import { clients, kinds, off, offAt, put, targets, three, worldWith } from "./model";
import { mayRead, readGuardrail } from "./reading";

const { plan, notNeeded, residualRisk, beyondReach, asksApproval, whyGone } = restoreGuardrail;
const operations = {
  trail: "StartLogging",
  detector: "UpdateDetector",
  recorder: "StartConfigurationRecorder",
  "account-public-access-block": "PutPublicAccessBlock",
  "ebs-encryption": "EnableEbsEncryptionByDefault",
};

describe("restore-guardrail", () => {
  for (const kind of kinds) {
    it(`N41: a ${kind} that went off is switched on by one call, which says since when it was off`, async () => {
      const [call, ...more] = plan(await readGuardrail(worldWith(kind)), {});
      assert.deepEqual([call!.operation, more], [operations[kind], []]);
      assert.ok(call!.reason.endsWith(`since ${offAt}`), call!.reason);
    });

    it(`N41: a ${kind} that is on is left as it is`, async () => {
      const state = await readGuardrail(worldWith(kind, { on: true, block: three }));
      assert.deepEqual(plan(state, {}), []);
      assert.equal(notNeeded!(state), "it is on, so it was left as it is");
    });
  }

  it("N42: what never was on is not switched on, and a person is told", async () => {
    const never = { wasOn: false, history: [] };
    for (const kind of kinds.filter((one) => one !== "detector")) {
      const state = await readGuardrail(worldWith(kind, never));
      assert.deepEqual(plan(state, {}), [], kind);
      const told = notNeeded!(state)!;
      assert.match(reasonOf(told), /nothing that says it was on before/);
      assert.ok(typeof told === "object" && told.needsPerson, kind);
    }
  });

  it("N42: what was deleted is not made again, and a person is told", async () => {
    for (const kind of ["trail", "detector", "recorder"] as const) {
      assert.equal(await mayRead(worldWith(kind, { gone: true })), undefined);
      assert.match(whyGone!(targets[kind])!, /must make it again from its template/);
    }
  });

  it("N43: Block Public Access gets exactly the switches back that were on, and keeps those that are on", async () => {
    const input = async (...[block, history]: [typeof off | null, object[]]) => {
      const world = worldWith("account-public-access-block", { block, history: history as never });
      return plan(await readGuardrail(world), {})[0]?.input["PublicAccessBlockConfiguration"];
    };
    const early = "2026-10-01T10:00:00.000Z";
    assert.deepEqual(await input(null, [put(three, early)]), three);
    assert.deepEqual(await input(off, [put(three, early), put(off, offAt)]), three);
    const other = { ...off, RestrictPublicBuckets: true };
    assert.deepEqual(await input(other, [put(three, early), put(other, offAt)]), {
      ...three,
      ...other,
      ...three,
      RestrictPublicBuckets: true,
    });
    assert.equal(await input(off, [{ ...put(three, early), errorCode: "AccessDenied" }]), undefined);
  });

  it("N43: the event history is read whatever the case of its names and the form of its values", async () => {
    const written = {
      name: "PutAccountPublicAccessBlock",
      at: offAt,
      parameters: {
        PublicAccessBlockConfiguration: { xmlns: "x", blockPublicAcls: "true", RestrictPublicBuckets: true },
      },
    };
    const world = worldWith("account-public-access-block", { history: [written] });
    const { earlier } = await readGuardrail(world);
    assert.deepEqual(earlier, { ...off, BlockPublicAcls: true, RestrictPublicBuckets: true });
  });

  it("N43: a run that switched three switches on does not take an older event for more", async () => {
    const four = { ...three, RestrictPublicBuckets: true };
    const history = [put(four, "2026-09-01T10:00:00.000Z"), put(three, "2026-10-01T10:00:00.000Z"), put(off, offAt)];
    const world = worldWith("account-public-access-block", { block: off, history });
    const previous = await readGuardrail(world);
    assert.deepEqual(previous.earlier, three);
    const after = await readGuardrail({ ...world, block: three }, { previous });
    assert.deepEqual(plan(after, {}), []);
  });

  it("N44: what goes off again after it was switched on is switched on only after a person approves", () => {
    const finding = {} as never;
    for (const status of ["contained", "partial"] as const) {
      assert.match(asksApproval!(targets.trail, { finding, status, byHand: false })!, /went off again/);
      assert.equal(asksApproval!(targets.trail, { finding, status, byHand: true }), undefined);
    }
    assert.equal(asksApproval!(targets.trail, { finding, byHand: false }), undefined);
    assert.equal(asksApproval!(targets.trail, { finding, status: "containing", byHand: false }), undefined);
    assert.equal(asksApproval!(targets.trail, { finding, status: "released", byHand: false }), undefined);
  });

  it("N47: no tag exempts a setting of an account, and protectedResources leaves it alone by its ARN", async () => {
    for (const kind of ["account-public-access-block", "ebs-encryption"] as const) {
      assert.throws(() => exceptionKind(kind), /not a kind of resource that can have exceptions/);
      assert.deepEqual((await readGuardrail(worldWith(kind, { tags: { SecurityException: "x" } }))).tags, {});
      assert.ok(protectedResource(targets[kind], [targets[kind].arn]));
      assert.equal(protectedResource(targets[kind], [targets.trail.arn]), undefined);
    }
    assert.equal(exceptionKind("trail").kind, "trail");
  });

  it("N45: what is on and does not work is named, and so is what the time without it cost", async () => {
    for (const kind of ["trail", "recorder"] as const) {
      const state = await readGuardrail(worldWith(kind, { on: true, trouble: "AccessDenied" }));
      assert.match(beyondReach(state).join(), /may not work: .*AccessDenied/);
      assert.deepEqual(beyondReach(await readGuardrail(worldWith(kind))), []);
    }
    const risks = await Promise.all(kinds.map(async (kind) => residualRisk(await readGuardrail(worldWith(kind)), {})));
    for (const risk of risks) assert.match(risk.join(), /CloudTrail shows it in \w+/);
    assert.match(risks[0]!.join(), /event history of each Region keeps/);
  });

  it("a recorder with the name of another one is not the one of the finding", async () => {
    const state = await restoreGuardrail.read(
      clients(worldWith("recorder")),
      { ...targets.recorder, arn: `${targets.recorder.arn}x` },
      { stale: [], evidence: [], continued: false, containment: "c-0", wanted: [] },
    );
    assert.equal(state, undefined);
  });
});
