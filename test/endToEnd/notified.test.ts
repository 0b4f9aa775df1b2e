import assert from "node:assert/strict";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { EC2 } from "@aws-sdk/client-ec2";
import { RDS } from "@aws-sdk/client-rds";
import { before, describe, it } from "mocha";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { evaluate } from "../../local/world/compliance";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsAbout, decisionsOf } from "../../local/world/follow";
import { tagList } from "../../local/world/tagList";
import type { World } from "../../local/world/world";
import { subscribe } from "./notices";
import { drain } from "./queues";
import { deployedWorld, ec2In } from "./world";

const { website } = accounts;

describe("end to end: findings that only notify", () => {
  let world: World;
  let ec2: EC2;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "website");
  });

  const report = (rule: string, resourceType: string, resourceId: string) =>
    evaluate(world.endpoint, { account: website.id, rule, resourceType, resourceId, compliance: "NON_COMPLIANT" });

  async function volume(tags: Record<string, string> = {}): Promise<{ id: string; arn: string }> {
    const Tags = tagList(tags);
    const { VolumeId } = await ec2.createVolume({
      AvailabilityZone: `${region}a`,
      Size: 1,
      ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: "volume", Tags }] }),
    });
    return { id: VolumeId!, arn: `arn:aws:ec2:${region}:${website.id}:volume/${VolumeId}` };
  }

  it("F16 P21 P22: an unencrypted volume is reported, with what to do and the exact next command, and not changed", async () => {
    const { id, arn } = await volume({ Name: "scratch-1", Owner: "team-data" });
    const notices = await subscribe(world);
    await report("ENCRYPTED_VOLUMES", "AWS::EC2::Volume", id);
    const [decision] = await decisionsAbout(world, arn);
    assert.equal(decision!.outcome, "notified", decision!.reason);
    const told = (await drain(world, notices, 20, 6)).map((message) => message.Body!);
    const about = told.filter((text) => text.includes(id));
    assert.equal(about.length, 1, told.join("\n---\n"));
    assert.match(about[0]!, /snapshot/);
    assert.match(about[0]!, /^- node cli\/firebreak\.cjs show \S+$/m);
    assert.match(about[0]!, new RegExp(`ebs-volume ${id} "scratch-1"`));
    assert.match(about[0]!, /^Tag Owner: team-data$/m);
    const { Volumes } = await ec2.describeVolumes({ VolumeIds: [id] });
    assert.equal(Volumes![0]!.State, "available");
  });

  it("F2 F17: the original event can be looked up by its finding, even if no response acts", async () => {
    const finding = instanceFinding({
      account: website.id,
      type: "Discovery:RDS/TorIPCaller",
      resourceType: "RDSDBInstance",
    });
    await sendFinding(world.endpoint, website.id, finding);
    await decisionsOf(world, finding["id"]);
    const logs = new CloudWatchLogs(rootOf(accounts.security.id, world.endpoint));
    const { events = [] } = await logs.filterLogEvents({
      logGroupName: world.master.eventLog,
      filterPattern: `"${finding["id"]}"`,
    });
    logs.destroy();
    assert.equal(events.length, 1);
    const { account, detail } = JSON.parse(events[0]!.message!);
    assert.equal(account, website.id);
    assert.deepEqual(detail, finding);
  });

  it("M27: an exception also counts for findings that only notify", async () => {
    const { id, arn } = await volume({ SecurityException: "scratch data" });
    await report("ENCRYPTED_VOLUMES", "AWS::EC2::Volume", id);
    const [decision] = await decisionsAbout(world, arn);
    assert.equal(decision!.outcome, "exempt");
  });

  it("F16: an unencrypted database is reported by the id that Config uses", async () => {
    const rds = new RDS(rootOf(website.id, world.endpoint));
    const { DBInstance } = await rds.createDBInstance({
      DBInstanceIdentifier: "orders",
      DBInstanceClass: "db.t3.micro",
      Engine: "postgres",
      MasterUsername: "owner",
      MasterUserPassword: "not-a-secret",
      AllocatedStorage: 20,
    });
    const id = DBInstance!.DbiResourceId!;
    await report("RDS_STORAGE_ENCRYPTED", "AWS::RDS::DBInstance", id);
    const [decision] = await decisionsAbout(world, `arn:aws:rds:${region}:${website.id}:db:${id}`);
    assert.equal(decision!.outcome, "notified", decision!.reason);
    rds.destroy();
  });
});
