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
  // A finding about an account is followed by one message for each guardrail.
  const about = async (arn: string, count = 1): Promise<Decision> =>
    (await decisionsAbout(world, arn, count, 120)).at(-1)!;
  async function stopAndReport(name: string): Promise<Decision> {
    const actor = await makeUser(iamIn(world, "payments"), `stopped-${name}`);
    await guardrails.stopTrail(name);
    const finding = guardDutyTrail({ account: payments.id, region }, actor, arnOf("trail", name));
    await sendFinding(world.endpoint, payments.id, finding);
    return about(arnOf("trail", name));
  }
  async function release({ containment }: Decision): Promise<Decision> {
    const released = await command(world, response, { command: "release", containment, reason: "it was planned" });
    assert.equal(released.outcome, "released", released.reason);
    return released;
  }

  it("N41 N49: the trail that a finding names logs again, and no other; who stopped it waits for approval; a release stops it", async () => {
    await guardrails.makeTrail("audit");
    await guardrails.makeTrail("other");
    await guardrails.stopTrail("other");
    const decision = await stopAndReport("audit");
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.deepEqual([await guardrails.logs("audit"), await guardrails.logs("other")], [true, false]);
    const blocked = await about(arnOf("iam-user", "stopped-audit"));
    assert.deepEqual([blocked.response, blocked.outcome], ["block-principal", "awaiting-approval"]);
    await release(decision);
    assert.equal(await guardrails.logs("audit"), false);
  });

  it("N47: a trail with an exception stays off", async () => {
    await guardrails.makeTrail("exempt", { SecurityException: "is moved today" });
    const decision = await stopAndReport("exempt");
    assert.equal(decision.outcome, "exempt", decision.reason);
    assert.equal(await guardrails.logs("exempt"), false);
  });

  it("N44: a trail that is stopped again waits for approval at once, and logs again once it is approved", async () => {
    await guardrails.makeTrail("twice");
    assert.equal((await stopAndReport("twice")).outcome, "contained");
    await guardrails.stopTrail("twice");
    const asked = await about(arnOf("trail", "twice"), 2);
    assert.equal(asked.outcome, "awaiting-approval", asked.reason);
    assert.match(asked.reason, /went off again after Firebreak had switched it on/);
    assert.equal(await guardrails.logs("twice"), false);
    const done = await command(world, response, {
      command: "approve",
      approval: asked.approval,
      reason: "nobody planned it",
    });
    assert.equal(done.outcome, "recontained", done.reason);
    assert.equal(await guardrails.logs("twice"), true);
  });

  it("N42: a trail that was deleted is not made again, and a person is told", async () => {
    await guardrails.makeTrail("deleted");
    await guardrails.deleteTrail("deleted");
    const actor = await makeUser(iamIn(world, "payments"), "deleted-a-trail");
    await sendFinding(
      world.endpoint,
      payments.id,
      guardDutyTrail({ account: payments.id, region }, actor, arnOf("trail", "deleted")),
    );
    const decision = await about(arnOf("trail", "deleted"));
    assert.deepEqual([decision.outcome, decision.needsPerson], ["skipped", true], decision.reason);
  });

  it("N40: a rule that names only the account switches on the trails that were stopped before it", async () => {
    await guardrails.makeTrail("unnamed");
    await guardrails.stopTrail("unnamed");
    await report("CLOUD_TRAIL_ENABLED");
    assert.equal((await about(arnOf("trail", "unnamed"))).outcome, "contained");
    assert.equal(await guardrails.logs("unnamed"), true);
  });

  it("N40 N43: rules about the account switch on what went off: encryption, the detector, three of four switches", async () => {
    await guardrails.encrypt(true);
    await guardrails.encrypt(false);
    await report("EC2_EBS_ENCRYPTION_BY_DEFAULT");
    const encryption = await about(arnOf("ebs-encryption", "ebs-encryption-by-default"));
    assert.equal(encryption.outcome, "contained", encryption.reason);
    assert.equal(await guardrails.encrypts(), true);
    await release(encryption);
    assert.equal(await guardrails.encrypts(), false);

    const detector = await guardrails.detector();
    await guardrails.suspend(detector);
    await report("GUARDDUTY_ENABLED_CENTRALIZED");
    const detection = await about(arnOf("detector", detector));
    assert.equal(detection.outcome, "contained", detection.reason);
    assert.equal(await guardrails.detects(detector), true);
    await release(detection);
    assert.equal(await guardrails.detects(detector), false);
    await guardrails.resume(detector);

    await guardrails.block("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy");
    await guardrails.block();
    await report("S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC");
    const block = await about(arnOf("account-public-access-block", payments.id));
    assert.equal(block.outcome, "contained", block.reason);
    assert.deepEqual(await guardrails.blocked(), ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy"]);
    await release(block);
    assert.deepEqual(await guardrails.blocked(), []);
  });

  it("N41: a person starts the recorder by its ARN, and a release stops it", async () => {
    const { name, arn } = await guardrails.recorder();
    await guardrails.stopRecorder(name);
    const target = { account: payments.id, region, id: arn };
    const decision = await command(world, response, { command: "contain", target, reason: "it must record" });
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.equal(await guardrails.records(name), true);
    await release(decision);
    assert.equal(await guardrails.records(name), false);
    const again = await command(world, response, { command: "contain", target, reason: "the test is over" });
    assert.equal(again.outcome, "contained", again.reason);
  });
});
