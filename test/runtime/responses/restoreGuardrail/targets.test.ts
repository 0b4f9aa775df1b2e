import assert from "node:assert/strict";
import { eventOf } from "../../../../local/world/findings";
import { guardDutyTrail } from "../../../../rehearsal/findings";
import { eventReader } from "../../../../runtime/findings/eventReader";
import type { Finding } from "../../../../runtime/model/finding";
import { reasonOf } from "../../../../runtime/model/refusal";
import type { Target } from "../../../../runtime/model/target";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { restoreGuardrail } from "../../../../runtime/responses/restoreGuardrail";
import { clients, type Kind, kinds, off, offAt, place, put, targets, type World, worldWith } from "./model";

const { targetsIn } = restoreGuardrail;
const types: Record<Kind, string> = {
  trail: "Config:Rule/CLOUD_TRAIL_ENABLED",
  detector: "Config:Rule/GUARDDUTY_ENABLED_CENTRALIZED",
  recorder: "SecurityHub:Control/Config.1",
  "account-public-access-block": "Policy:S3/AccountBlockPublicAccessDisabled",
  "ebs-encryption": "SecurityHub:Control/EC2.7",
};

const finding = (type: string, more: Partial<Finding> = {}) =>
  ({
    type,
    ...place,
    source: "config",
    firstSeen: "2026-11-20T12:00:00.000Z",
    resources: [],
    ...more,
  }) as unknown as Finding;
const found = (world: World, more: Partial<Finding> = {}) =>
  targetsIn!(clients(world), finding(types[world.kind], more));

/** What a person is told instead of targets. */
async function told(world: World, more: Partial<Finding> = {}): Promise<string> {
  const answer = await found(world, more);
  assert.ok(!Array.isArray(answer) && typeof answer === "object" && answer.needsPerson, JSON.stringify(answer));
  return answer.reason;
}

const actor = { userType: "IAMUser", userName: "ann", principalId: "AIDAEXAMPLE", accessKeyId: "AKIAEXAMPLE" };

/** What the reader makes of a finding of GuardDuty that names this trail. */
function read(trailArn: string): Finding {
  const event = eventOf(guardDutyTrail({ account: place.accountId, region: "eu-west-1" }, actor, trailArn));
  return (eventReader()(event).findings[0] as { finding: Finding }).finding;
}

describe("a finding of GuardDuty about who stopped a trail", () => {
  const trails = (given: Finding) => given.resources.filter(({ kind }) => kind === "trail");

  it("N49: names the trail by its ARN, in its home Region, or by its name in the Region of the finding", () => {
    const arn = targets.trail.arn.replace("eu-west-1", "us-east-1");
    assert.deepEqual(restoreGuardrail.targets(read(arn)), [{ ...targets.trail, region: "us-east-1", arn }]);
    assert.deepEqual(restoreGuardrail.targets(read("audit")), [targets.trail]);
  });

  it("N49: names no trail of another account, and nothing that is not a trail", () => {
    for (const other of [targets.trail.arn.replace(place.accountId, "999900001111"), "a b", targets.detector.arn])
      assert.deepEqual(trails(read(other)), [], other);
  });

  it("N44: names who did it, whom block-principal blocks only after a person approves", () => {
    const given = read(targets.trail.arn);
    const [target] = blockPrincipal.targets(given) as Target[];
    assert.equal(target!.id, "ann");
    assert.match(blockPrincipal.asksApproval!(target!, { finding: given, byHand: false })!, /a person decides/);
    assert.equal(blockPrincipal.asksApproval!(target!, { finding: given, byHand: true }), undefined);
    const other = { ...given, type: "UnauthorizedAccess:IAMUser/TorIPCaller" };
    assert.equal(blockPrincipal.asksApproval!(target!, { finding: other, byHand: false }), undefined);
  });
});

describe("restore-guardrail: the guardrails that a finding is about", () => {
  for (const kind of kinds) {
    it(`N40: a finding about the account is about the ${kind} that went off before it`, async () => {
      assert.deepEqual(await found(worldWith(kind)), [targets[kind]]);
    });

    it(`N40: a ${kind} that has been off for longer is not what the finding reports: a person is told`, async () => {
      assert.match(
        await told(worldWith(kind), { firstSeen: "2026-11-25T12:00:00.000Z" }),
        /too long before the finding/,
      );
    });
  }

  it("N42: where nothing is off, or nothing is there, nothing is done, and the reason says which it is", async () => {
    assert.match(reasonOf((await found(worldWith("trail", { on: true }))) as string), /it is on/);
    for (const kind of ["trail", "detector", "recorder"] as const)
      assert.match(await told(worldWith(kind, { gone: true })), /was deleted or never existed/);
    assert.match(await told(worldWith("recorder", { wasOn: false })), /nothing that says it was on before/);
  });

  it("N40: Block Public Access went off with the change that took a switch away, not with the one that set it", async () => {
    const set = put({ ...off, BlockPublicAcls: true }, "2026-01-01T10:00:00.000Z");
    const world = worldWith("account-public-access-block", { block: off, history: [set, put(off, offAt)] });
    assert.deepEqual(await found(world), [targets["account-public-access-block"]]);
    assert.match(await told(worldWith("account-public-access-block", { history: [set] })), /too long before/);
  });

  it("N40: a resource that AWS Config names is looked at like the account, and one of GuardDuty is the target", () => {
    const resources = [{ ...place, kind: "account-public-access-block", id: place.accountId }];
    const named = { source: "config" as const, resources };
    const type = "Config:Rule/S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS";
    assert.deepEqual(restoreGuardrail.targets(finding(type, named)), []);
    const trail = { source: "guardduty" as const, resources: [{ ...place, kind: "trail", id: "audit" }] };
    assert.deepEqual(restoreGuardrail.targets(finding("Stealth:IAMUser/CloudTrailLoggingDisabled", trail)), [
      targets.trail,
    ]);
    const other = restoreGuardrail.targets(finding("Recon:EC2/Portscan"));
    assert.ok(!Array.isArray(other) && typeof other === "object" && other.needsPerson);
  });
});
