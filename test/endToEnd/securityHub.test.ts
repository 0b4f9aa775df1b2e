import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { EC2 } from "@aws-sdk/client-ec2";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { before, describe, it } from "mocha";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { makePublicBucket, s3In } from "../../local/world/buckets";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsAbout, decisionsOf } from "../../local/world/follow";
import { click, controlInHub, hubOf, importFinding, inHub, withDetector } from "../../local/world/hub";
import { makeInstance } from "../../local/world/instances";
import { iamIn, makeUser, principalFinding } from "../../local/world/principals";
import type { World } from "../../local/world/world";
import { notIsolated, switchesOn } from "../../rehearsal/readBack";
import type { Decision } from "../../runtime/model/journalItems";
import { subscribe } from "./notices";
import { drain } from "./queues";
import { until } from "./until";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments } = accounts;

describe("end to end: Security Hub", () => {
  let world: World;
  let ec2: EC2;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
  });

  const instanceArn = (id: string) => `arn:aws:ec2:${region}:${payments.id}:instance/${id}`;
  const instanceInHub = (finding: Record<string, any>, id: string) =>
    inHub(finding, { Type: "AwsEc2Instance", Id: instanceArn(id) });
  /** A finding of a type that no response answers by itself. */
  const unanswered = (instanceId: string) =>
    withDetector(world, instanceFinding({ account: payments.id, instanceId, type: "Recon:EC2/Portscan" }));
  /** The decision that a click led to. */
  async function clicked(finding: string, action: string): Promise<Decision> {
    for (let count = 1; ; count++) {
      const found = (await decisionsOf(world, finding, count)).find((item) =>
        item.by?.startsWith(`custom action ${action},`),
      );
      if (found) return found;
    }
  }
  const inSecurityHub = async (id: string) => {
    const { Findings } = await hubOf(world).getFindings({ Filters: { Id: [{ Value: id, Comparison: "EQUALS" }] } });
    return Findings![0]!;
  };

  it("F9 F29 F33 M55: an analyst isolates an instance whatever the finding's type; Security Hub gets the answer and GuardDuty archives the finding", async () => {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const notices = await subscribe(world);
    const finding = await unanswered(instance);
    await sendFinding(world.endpoint, payments.id, finding);
    const [skipped] = await decisionsOf(world, finding["id"]);
    assert.equal(skipped!.outcome, "skipped");
    const shown = instanceInHub(finding, instance);
    await importFinding(world, shown);
    await click(world, "Isolate EC2", [shown]);
    const decision = await clicked(finding["id"], "IsolateEc2SH");
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.equal(await notIsolated(ec2, instance), undefined);
    const told = (await drain(world, notices, 2)).find((message) => message.Body!.startsWith("Contained"));
    const answered = await inSecurityHub(finding["arn"]);
    assert.equal(answered.Workflow!.Status, "NOTIFIED");
    assert.match(answered.Note!.Text!, /isolate-instance: contained/);
    assert.match(told!.Body!, /- GuardDuty finding archived/);
    const guardDuty = new GuardDuty(rootOf(payments.id, world.endpoint));
    const { Findings } = await guardDuty.getFindings({
      DetectorId: finding["service"].detectorId,
      FindingIds: [finding["id"]],
    });
    assert.equal(Findings![0]!.Service!.Archived, true);
  });

  it("M13 M14: a finding that the security account may not archive is still contained and notified, and the notice says so", async () => {
    const elsewhere = ec2In(world, "website");
    const instance = await makeInstance(elsewhere, await ownNetwork(elsewhere));
    const notices = await subscribe(world);
    const finding = instanceFinding({ account: accounts.website.id, instanceId: instance });
    await sendFinding(world.endpoint, accounts.website.id, finding);
    const [decision] = await decisionsOf(world, finding["id"]);
    assert.equal(decision!.outcome, "contained");
    const told = (await drain(world, notices, 1))[0]!.Body!;
    assert.match(told, /GuardDuty finding not archived: .*administrator/);
  });

  it("F30: an analyst blocks a principal and a bucket whatever the finding's type, after each finding is read again", async () => {
    const iam = iamIn(world, "payments");
    const s3 = s3In(world, "payments");
    const carol = await makeUser(iam, "carol");
    const aboutCarol = await withDetector(world, principalFinding(payments.id, carol, "Recon:IAMUser/TorIPCaller"));
    await makePublicBucket(s3, "carols-bucket");
    const aboutBucket = await withDetector(world, {
      ...principalFinding(payments.id, carol, "Discovery:S3/TorIPCaller"),
      resource: { resourceType: "S3Bucket", accessKeyDetails: carol, s3BucketDetails: [{ name: "carols-bucket" }] },
    });
    const clicks = [
      [aboutCarol, "AwsIamAccessKey", `AWS::IAM::AccessKey:${carol.accessKeyId}`, "Block IAM Principal"],
      [aboutBucket, "AwsS3Bucket", "arn:aws:s3:::carols-bucket", "Block Public Bucket"],
    ] as const;
    for (const [finding, Type, Id, action] of clicks) {
      await sendFinding(world.endpoint, payments.id, finding);
      const shown = inHub(finding, { Type, Id });
      await importFinding(world, shown);
      await click(world, action, [shown]);
    }
    const blocked = await clicked(aboutCarol["id"], "BlockIamPrincipalSH");
    assert.equal(blocked.outcome, "contained", blocked.reason);
    assert.equal(blocked.target!.id, "carol");
    const closed = await clicked(aboutBucket["id"], "BlockBucketSH");
    assert.equal(closed.outcome, "contained", closed.reason);
    assert.equal(await switchesOn(s3, "carols-bucket"), 4);
  });

  it("case 6: the product's own update of a finding triggers nothing", async () => {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const finding = await unanswered(instance);
    await sendFinding(world.endpoint, payments.id, finding);
    const shown = instanceInHub(finding, instance);
    await importFinding(world, shown);
    await click(world, "Isolate EC2", [shown]);
    await clicked(finding["id"], "IsolateEc2SH");
    const before = (await decisionsOf(world, finding["id"])).length;
    const other = await unanswered(instance);
    await sendFinding(world.endpoint, payments.id, other);
    await decisionsOf(world, other["id"]);
    assert.equal((await decisionsOf(world, finding["id"])).length, before);
  });

  it("F33: a look-alike that GuardDuty does not know is refused", async () => {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const forged = await unanswered(instance);
    const shown = instanceInHub(forged, instance);
    await importFinding(world, shown);
    await click(world, "Isolate EC2", [shown]);
    const decision = await clicked(forged["id"], "IsolateEc2SH");
    assert.equal(decision.outcome, "refused");
    assert.match(decision.reason, /GuardDuty does not know/);
    assert.match((await notIsolated(ec2, instance))!, /rules/);
  });

  it("F33 M55: a failed control is read again in Security Hub, contained and answered; a passed one is not", async () => {
    const web = ec2In(world, "website");
    const { vpcId } = await ownNetwork(web);
    const GroupId = (await web.createSecurityGroup({ GroupName: "risky", Description: "x", VpcId: vpcId })).GroupId!;
    await web.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    });
    const Id = `arn:aws:ec2:${region}:${accounts.website.id}:security-group/${GroupId}`;
    const shown = controlInHub(accounts.website.id, "EC2.19", { Type: "AwsEc2SecurityGroup", Id });
    await importFinding(world, { ...shown, Id: `${shown.Id}-passed`, Compliance: { Status: "PASSED" } });
    await importFinding(world, shown);
    const decisions = await decisionsAbout(world, Id);
    assert.deepEqual(
      decisions.map((decision) => decision.outcome),
      ["contained"],
    );
    for (let tries = 0; (await inSecurityHub(shown.Id!)).Workflow!.Status === "NEW" && tries < 100; tries++)
      await sleep(100);
    const { Workflow, Note } = await inSecurityHub(shown.Id!);
    assert.equal(Workflow!.Status, "NOTIFIED");
    assert.match(Note!.Text!, /confine-security-group: contained/);
  });

  it("F32 M25 M54: a custom action on an unsupported resource, or on several findings, gets an answer each and touches nothing else", async () => {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const [first, second] = await Promise.all([unanswered(instance), unanswered(instance)]);
    const bucket = inHub(first!, { Type: "AwsS3Bucket", Id: "arn:aws:s3:::somewhere" });
    for (const finding of [first!, second!]) await sendFinding(world.endpoint, payments.id, finding);
    const shown = instanceInHub(second!, instance);
    for (const finding of [bucket, shown]) await importFinding(world, finding);
    await click(world, "Confine SecGroup", [bucket, shown]);
    for (const finding of [first!, second!]) {
      const decision = await clicked(finding["id"], "ConfineSgSH");
      assert.equal(decision.outcome, "skipped");
      assert.equal(decision.response, "confine-security-group");
      assert.match(decision.reason, /names no security group/);
      for (let tries = 0; !(await inSecurityHub(finding["arn"])).Note && tries < 100; tries++) await sleep(100);
      const { Note, Workflow } = await inSecurityHub(finding["arn"]);
      assert.match(Note!.Text!, /^Firebreak confine-security-group: skipped\. /);
      assert.equal(Workflow!.Status, "NEW", "nothing was acted on");
    }
  });

  it("X27: a custom action on another product's finding gets a note that says why nothing is done", async () => {
    const Id = `arn:aws:ec2:${region}:${payments.id}:security-group/sg-0a1b2c3d4e5f60718`;
    const control = controlInHub(payments.id, "EC2.19", { Type: "AwsEc2SecurityGroup", Id });
    const ProductArn = `arn:aws:securityhub:${region}::product/prowler/prowler`;
    const foreign = { ...control, Id: "prowler-1", ProductArn, GeneratorId: "prowler" };
    await importFinding(world, foreign);
    await click(world, "Confine SecGroup", [foreign]);
    for (let tries = 0; !(await inSecurityHub(foreign.Id)).Note && tries < 300; tries++) await sleep(100);
    const { Note, Workflow } = await inSecurityHub(foreign.Id);
    assert.match(
      Note!.Text!,
      /^Firebreak confine-security-group: skipped\. .*is not an AWS product: Firebreak does nothing/,
    );
    assert.equal(Workflow!.Status, "NEW");
  });

  it("F31: a custom action notifies people of a finding of any kind", async () => {
    const finding = await unanswered("i-0123456789abcdef0");
    const shown = instanceInHub(finding, "i-0123456789abcdef0");
    await importFinding(world, shown);
    const notices = await subscribe(world);
    await click(world, "Send SNS", [shown]);
    const asked = async () =>
      (await drain(world, notices, 1, 1)).some(
        ({ Body = "" }) => /custom action SendSnsSH/.test(Body) && /Recon:EC2\/Portscan/.test(Body),
      );
    await until(asked);
  });
});
