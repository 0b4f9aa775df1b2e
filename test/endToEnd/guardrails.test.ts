import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { accounts, region } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { evaluate, makeRule } from "../../local/world/compliance";
import { sendFinding } from "../../local/world/findings";
import { decisionsAbout } from "../../local/world/follow";
import { type Guardrails, guardrailsIn } from "../../local/world/guardrails";
import { iamIn, makeUser } from "../../local/world/principals";
import type { World } from "../../local/world/world";
import { guardDutyTrail } from "../../rehearsal/findings";
import type { Decision } from "../../runtime/model/journalItems";
import { targetOf } from "../../runtime/resources/targets";
import { release } from "./acts";
import { deployedWorld } from "./world";

const { payments } = accounts;
const response = "restore-guardrail";
const place = { accountId: payments.id, region, partition: "aws" };
const arnOf = (kind: string, id: string) => targetOf(kind, place, id).arn;
const rules = [
  "CLOUD_TRAIL_ENABLED",
  "EC2_EBS_ENCRYPTION_BY_DEFAULT",
  "GUARDDUTY_ENABLED_CENTRALIZED",
  "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC",
];

describe("end to end: guardrails", () => {
  let world: World;
  let guardrails: Guardrails;
  before(async () => {
    world = await deployedWorld();
    guardrails = guardrailsIn(world, "payments");
    for (const rule of rules) await makeRule(world.endpoint, payments.id, rule);
  });
  after(() => guardrails?.destroy());

  const report = (rule: string) =>
    evaluate(world.endpoint, {
      account: payments.id,
      rule,
      resourceType: "AWS::::Account",
      resourceId: payments.id,
      compliance: "NON_COMPLIANT",
    });
  /** How many decisions about each resource were looked at. */
  const seen: Record<string, number> = {};
  /** The next decision about a resource with this outcome. The call, a rule and a finding may each lead to one. */
  async function next(arn: string, outcome: string): Promise<Decision> {
    for (let count = (seen[arn] ?? 0) + 1; ; count++) {
      const all = await decisionsAbout(world, arn, count);
      const at = all.findIndex((one, index) => index >= (seen[arn] ?? 0) && one.outcome === outcome);
      if (at < 0) continue;
      seen[arn] = at + 1;
      return all[at]!;
    }
  }
  const tell = async (user: string, trail: string) => {
    const actor = await makeUser(iamIn(world, "payments"), user);
    const finding = guardDutyTrail({ account: payments.id, region }, actor, arnOf("trail", trail));
    await sendFinding(world.endpoint, payments.id, finding);
  };
  const restored = ({ containment }: Decision) => release(world, response, containment);
  const audit = arnOf("trail", "audit");

  it("N40 N41: a trail that is stopped logs again after the call, and a release stops it", async () => {
    await guardrails.makeTrail("audit");
    await guardrails.stopTrail("audit");
    const decision = await next(audit, "contained");
    assert.equal(decision.about!.source, "cloudtrail");
    assert.equal(await guardrails.logs("audit"), true);
    await restored(decision);
    assert.equal(await guardrails.logs("audit"), false);
  });

  it("N44 N49: the trail that a finding names logs again, and no other; who stopped it waits for approval", async () => {
    await guardrails.makeTrail("never-started", {}, false);
    await tell("stopped-audit", "audit");
    const decision = await next(audit, "contained");
    assert.equal(decision.about!.source, "guardduty");
    assert.deepEqual([await guardrails.logs("audit"), await guardrails.logs("never-started")], [true, false]);
    const blocked = await next(arnOf("iam-user", "stopped-audit"), "awaiting-approval");
    assert.equal(blocked.response, "block-principal");
    await restored(decision);
  });

  it("N40: a rule that names only the account switches on the trail that was stopped before it", async () => {
    await report("CLOUD_TRAIL_ENABLED");
    await next(audit, "contained");
    assert.deepEqual([await guardrails.logs("audit"), await guardrails.logs("never-started")], [true, false]);
  });

  it("N44: a trail that is stopped again waits for approval at once, and logs again once it is approved", async () => {
    await guardrails.stopTrail("audit");
    const asked = await next(audit, "awaiting-approval");
    assert.match(asked.reason, /went off again after Firebreak had switched it on/);
    assert.equal(await guardrails.logs("audit"), false);
    const { approval } = asked;
    const done = await command(world, response, { command: "approve", approval, reason: "nobody planned it" });
    assert.equal(done.outcome, "recontained", done.reason);
    assert.equal(await guardrails.logs("audit"), true);
  });

  it("N47: a trail with an exception stays off", async () => {
    await guardrails.makeTrail("exempt", { SecurityException: "is moved today" });
    await guardrails.stopTrail("exempt");
    await next(arnOf("trail", "exempt"), "exempt");
    assert.equal(await guardrails.logs("exempt"), false);
  });

  it("N42: a trail that was deleted is not made again, and a person is told", async () => {
    await guardrails.makeTrail("deleted");
    await guardrails.deleteTrail("deleted");
    await tell("deleted-a-trail", "deleted");
    assert.equal((await next(arnOf("trail", "deleted"), "skipped")).needsPerson, true);
  });

  it("N40 N43: rules about the account switch on what went off: encryption, the detector, three of four switches", async () => {
    await guardrails.encrypt(true);
    await guardrails.encrypt(false);
    await report("EC2_EBS_ENCRYPTION_BY_DEFAULT");
    const encryption = await next(arnOf("ebs-encryption", "ebs-encryption-by-default"), "contained");
    assert.equal(await guardrails.encrypts(), true);
    await restored(encryption);
    assert.equal(await guardrails.encrypts(), false);

    const detector = await guardrails.detector();
    await guardrails.suspend(detector);
    await restored(await next(arnOf("detector", detector), "contained"));
    assert.equal(await guardrails.detects(detector), false);
    await report("GUARDDUTY_ENABLED_CENTRALIZED");
    await next(arnOf("detector", detector), "contained");
    assert.equal(await guardrails.detects(detector), true);

    await guardrails.block("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy");
    await guardrails.block();
    await report("S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC");
    const block = await next(arnOf("account-public-access-block", payments.id), "contained");
    assert.deepEqual(await guardrails.blocked(), ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy"]);
    await restored(block);
    assert.deepEqual(await guardrails.blocked(), []);
  });

  it("N40 N41: a recorder that is stopped records again after the call, and a person starts it by its ARN", async () => {
    const { name, arn } = await guardrails.recorder();
    await guardrails.stopRecorder(name);
    const decision = await next(arn, "contained");
    assert.equal(await guardrails.records(name), true);
    await restored(decision);
    assert.equal(await guardrails.records(name), false);
    const target = { account: payments.id, region, id: arn };
    const again = await command(world, response, { command: "contain", target, reason: "it must record" });
    assert.equal(again.outcome, "contained", again.reason);
    assert.equal(await guardrails.records(name), true);
  });
});
