import assert from "node:assert/strict";
import type { Finding } from "../../../../runtime/model/finding";
import { reasonOf } from "../../../../runtime/model/refusal";
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
