import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { EC2 } from "@aws-sdk/client-ec2";
import { before, describe, it } from "mocha";
import { accounts, region } from "../../local/world/accounts";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsAbout, decisionsOf, journalOf } from "../../local/world/follow";
import { controlInHubV2, findingInHubV2, importFindingsV2, inHubV2, withDetector } from "../../local/world/hub";
import { makeInstance } from "../../local/world/instances";
import type { World } from "../../local/world/world";
import { notIsolated } from "../../rehearsal/readBack";
import { subscribe } from "./notices";
import { drain } from "./queues";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments, website } = accounts;

describe("end to end: Security Hub V2", () => {
  let world: World;
  let ec2: EC2;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
  });

  const patient = async () => makeInstance(ec2, await ownNetwork(ec2));
  const arnOf = (instance: string) => `arn:aws:ec2:${region}:${payments.id}:instance/${instance}`;
  /** A finding of GuardDuty about an instance, and how Security Hub V2 shows it. */
  async function findingAbout(instanceId: string) {
    const finding = await withDetector(world, instanceFinding({ account: payments.id, instanceId }));
    return { finding, shown: inHubV2(finding, { type: "AWS::EC2::Instance", uid: arnOf(instanceId) }) };
  }
  /** Waits until Security Hub has an answer about a finding. */
  async function answered(uid: string): Promise<any> {
    for (let tries = 0; ; tries++) {
      const known = await findingInHubV2(world, uid);
      if (known?.comment || tries > 100) return known;
      await sleep(100);
    }
  }

  it("M55 case 6: an OCSF finding is contained and answered in Security Hub, and the event of that answer triggers nothing", async () => {
    const instance = await patient();
    const notices = await subscribe(world);
    const { finding, shown } = await findingAbout(instance);
    await sendFinding(world.endpoint, payments.id, finding);
    await decisionsOf(world, finding["id"]);
    await importFindingsV2(world, [shown]);
    const [direct, imported] = await decisionsOf(world, finding["id"], 2);
    assert.equal(direct!.outcome, "contained", direct!.reason);
    assert.equal(imported!.outcome, "already-contained", imported!.reason);
    assert.equal(imported!.about!.source, "guardduty");
    assert.equal(await notIsolated(ec2, instance), undefined);
    const known = await answered(finding["arn"]);
    assert.equal(known.status, "In Progress");
    assert.match(known.comment, /^Firebreak isolate-instance: already-contained\. /);
    await importFindingsV2(world, [known]);
    await sleep(3000);
    assert.equal((await journalOf(world).decisions(finding["id"])).length, 2);
    const told = await drain(world, notices, 2, 4);
    assert.equal(told.filter((message) => message.Body!.includes(instance)).length, 1);
  });

  it("M55: a failed control is contained, and the notice says that Security Hub was updated", async () => {
    const web = ec2In(world, "website");
    const { vpcId } = await ownNetwork(web);
    const GroupId = (await web.createSecurityGroup({ GroupName: "open", Description: "open", VpcId: vpcId })).GroupId!;
    await web.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    });
    const uid = `arn:aws:ec2:${region}:${website.id}:security-group/${GroupId}`;
    const notices = await subscribe(world);
    const shown = controlInHubV2(website.id, "EC2.19", { type: "AWS::EC2::SecurityGroup", uid });
    await importFindingsV2(world, [shown]);
    const [decision] = await decisionsAbout(world, uid);
    assert.equal(decision!.outcome, "contained", decision!.reason);
    const known = await answered(shown["finding_info"].uid);
    assert.deepEqual([known.status_id, known.status], [2, "In Progress"]);
    const told = (await drain(world, notices, 1))
      .map((message) => message.Body!)
      .find((text) => text.includes(GroupId));
    assert.match(told!, /- Security Hub has the comment, status In Progress/);
  });

  it("a look-alike that GuardDuty does not know is refused", async () => {
    const instance = await patient();
    const { finding, shown } = await findingAbout(instance);
    await importFindingsV2(world, [shown]);
    const [decision] = await decisionsOf(world, finding["id"]);
    assert.equal(decision!.outcome, "refused", decision!.reason);
    assert.match((await notIsolated(ec2, instance))!, /rules/);
  });

  it("Y19 case 7: suppressed, resolved and closed findings lead to no action; the first two are recorded", async () => {
    const instance = await patient();
    const { finding, shown } = await findingAbout(instance);
    await importFindingsV2(world, [
      { ...shown, status: "Suppressed", status_id: 3 },
      { ...shown, status: "Resolved", status_id: 4 },
      { ...shown, activity_name: "Close" },
    ]);
    const decisions = await decisionsOf(world, finding["id"], 2);
    assert.deepEqual(decisions.map(({ outcome, reason }) => `${outcome}: ${reason.split(" although")[0]}`).sort(), [
      "skipped: status is Resolved",
      "skipped: status is Suppressed",
    ]);
    assert.match((await notIsolated(ec2, instance))!, /rules/);
    assert.equal((await findingInHubV2(world, finding["arn"])).comment, undefined);
  });
});
