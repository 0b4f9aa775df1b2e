import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigService } from "@aws-sdk/client-config-service";
import type { EC2 } from "@aws-sdk/client-ec2";
import { before, describe, it } from "mocha";
import { accounts, region, rootOf, secondRegion } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsAbout, decisionsOf } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import type { World } from "../../local/world/world";
import { groupsOf, notIsolated } from "../../rehearsal/readBack";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { security, website } = accounts;

describe("end to end: a second Region", () => {
  let world: World;
  let there: EC2;
  before(async () => {
    world = await deployedWorld();
    there = ec2In(world, "website", secondRegion);
  });

  const patient = async () => makeInstance(there, await ownNetwork(there));
  const findingAbout = (instanceId: string) =>
    instanceFinding({ account: website.id, region: secondRegion, instanceId });

  it("M42 case 10: an instance that a member account's finding names in a second Region is contained and released there", async () => {
    const instance = await patient();
    const groups = await groupsOf(there, instance);
    const finding = findingAbout(instance);
    await sendFinding(world.endpoint, website.id, finding, secondRegion);
    const [decision] = await decisionsOf(world, finding["id"]);
    assert.equal(decision!.outcome, "contained", decision!.reason);
    assert.equal(decision!.target!.region, secondRegion);
    assert.equal(await notIsolated(there, instance), undefined);
    const SnapshotIds = decision!.evidence.filter(({ kind }) => kind === "snapshot").map(({ id }) => id);
    assert.equal((await there.describeSnapshots({ SnapshotIds })).Snapshots!.length, 1);
    const released = await command(world, "isolate-instance", {
      command: "release",
      containment: decision!.containment,
      by: "analyst@example.com",
      reason: "test",
    });
    assert.equal(released.outcome, "released", released.reason);
    assert.deepEqual(await groupsOf(there, instance), groups);
  });

  it("M42 case 2: the resource's Region counts, not the Region of the event", async () => {
    const instance = await patient();
    const finding = findingAbout(instance);
    await sendFinding(world.endpoint, security.id, finding, region);
    const [decision] = await decisionsOf(world, finding["id"]);
    assert.equal(decision!.outcome, "contained", decision!.reason);
    assert.equal(await notIsolated(there, instance), undefined);
  });

  it("F10 M42: an open group is found by that Region's function and confined there", async () => {
    const { vpcId } = await ownNetwork(there);
    const open = await there.createSecurityGroup({ GroupName: "open", Description: "open", VpcId: vpcId });
    const GroupId = open.GroupId!;
    const everywhere = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
    await there.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [everywhere] });
    const config = new ConfigService(rootOf(website.id, world.endpoint, secondRegion));
    await config.startConfigRulesEvaluation({ ConfigRuleNames: ["SECURITY_GROUP_OPEN_PROHIBITED"] });
    const arn = `arn:aws:ec2:${secondRegion}:${website.id}:security-group/${GroupId}`;
    const [decision] = await decisionsAbout(world, arn);
    assert.equal(decision!.outcome, "contained", decision!.reason);
    const { SecurityGroups } = await there.describeSecurityGroups({ GroupIds: [GroupId] });
    const sources = SecurityGroups![0]!
      .IpPermissions!.flatMap(({ IpRanges = [] }) => IpRanges)
      .map((one) => one.CidrIp);
    assert.ok(!sources.includes("0.0.0.0/0"), String(sources));
  });

  it("M42: a Region that a member account's stack does not list forwards nothing", async () => {
    const finding = instanceFinding({
      account: accounts.payments.id,
      region: secondRegion,
      instanceId: "i-0123456789abcdef0",
    });
    await sendFinding(world.endpoint, accounts.payments.id, finding, secondRegion);
    await sleep(3000);
    assert.deepEqual(await decisionsOf(world, finding["id"], 0), []);
  });
});
