import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { RDS } from "@aws-sdk/client-rds";
import { after, before, describe, it } from "mocha";
import { accounts, region } from "../../local/world/accounts";
import { evaluate, makeRule } from "../../local/world/compliance";
import { loginFinding, makeCluster, makePublicDatabase, rdsIn } from "../../local/world/databases";
import { sendFinding } from "../../local/world/findings";
import { decisionsAbout } from "../../local/world/follow";
import { tagList } from "../../local/world/tagList";
import type { World } from "../../local/world/world";
import { groupTag } from "../../runtime/aws/isolationGroup";
import { release } from "./acts";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments } = accounts;
const arn = (kind: string, id: string) => `arn:aws:rds:${region}:${payments.id}:${kind}:${id}`;
const response = "isolate-database";

describe("end to end: databases", () => {
  let world: World;
  let rds: RDS;
  let ec2: EC2;
  before(async () => {
    world = await deployedWorld();
    rds = rdsIn(world, "payments");
    ec2 = ec2In(world, "payments");
  });
  after(() => rds?.destroy());

  const instance = async (DBInstanceIdentifier: string) =>
    (await rds.describeDBInstances({ DBInstanceIdentifier })).DBInstances![0]!;
  const cluster = async (DBClusterIdentifier: string) =>
    (await rds.describeDBClusters({ DBClusterIdentifier })).DBClusters![0]!;
  const login = (name: string) => sendFinding(world.endpoint, payments.id, loginFinding(payments.id, name));
  const report = (id: string) =>
    evaluate(world.endpoint, {
      account: payments.id,
      rule: "RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
      resourceType: "AWS::RDS::DBInstance",
      resourceId: id,
      compliance: "NON_COMPLIANT",
    });
  /** The one group of a database that is in effect, if it is one of ours without rules. */
  async function isClosed(shown: { VpcSecurityGroups?: { VpcSecurityGroupId?: string; Status?: string }[] }) {
    assert.equal(shown.VpcSecurityGroups!.length, 1);
    const [{ VpcSecurityGroupId: id, Status }] = shown.VpcSecurityGroups as [any];
    assert.equal(Status, "active");
    const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [id] });
    const { Tags, IpPermissions, IpPermissionsEgress } = SecurityGroups![0]!;
    assert.ok(Tags!.some(({ Key, Value }) => Key === groupTag && Value === "closed"));
    assert.deepEqual([IpPermissions, IpPermissionsEgress], [[], []]);
  }

  it("N51: a database in which an attacker logged in is cut off, keeps a snapshot, and gets everything back", async () => {
    const network = await ownNetwork(ec2);
    const { DbiResourceId } = await makePublicDatabase(rds, "orders-db", network);
    await login("orders-db");
    const [first] = await decisionsAbout(world, arn("db", DbiResourceId!), 1);
    assert.equal(first!.outcome, "contained", first!.reason);
    const cut = await instance("orders-db");
    await isClosed(cut);
    assert.deepEqual([cut.PubliclyAccessible, cut.DeletionProtection], [false, true]);
    const { DBSnapshots } = await rds.describeDBSnapshots({
      DBInstanceIdentifier: "orders-db",
      SnapshotType: "manual",
    });
    assert.equal(DBSnapshots!.length, 1);
    await release(world, response, first!.containment);
    const back = await instance("orders-db");
    assert.deepEqual(
      back.VpcSecurityGroups!.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId),
      [network.groupId],
    );
    assert.deepEqual([back.PubliclyAccessible, back.DeletionProtection], [true, false]);
  });

  it("N52: a finding about a reader isolates its cluster with all members; another member's finding is the same containment", async () => {
    const network = await ownNetwork(ec2);
    const { DbClusterResourceId } = await makeCluster(rds, "ledger", network);
    const id = arn("cluster", DbClusterResourceId!);
    await login("ledger-reader");
    const [first] = await decisionsAbout(world, id, 1);
    assert.equal(first!.outcome, "contained", first!.reason);
    const cut = await cluster("ledger");
    await isClosed(cut);
    assert.equal(cut.DeletionProtection, true);
    for (const name of ["ledger-writer", "ledger-reader"]) {
      const member = await instance(name);
      await isClosed(member);
      assert.equal(member.PubliclyAccessible, false);
    }
    await login("ledger-writer");
    const [, second] = await decisionsAbout(world, id, 2);
    assert.equal(second!.outcome, "already-contained", second!.reason);
    assert.equal(second!.containment, first!.containment);
    const { DBClusterSnapshots } = await rds.describeDBClusterSnapshots({
      DBClusterIdentifier: "ledger",
      SnapshotType: "manual",
    });
    assert.equal(DBClusterSnapshots!.length, 1);
    await release(world, response, first!.containment);
    const back = await cluster("ledger");
    assert.deepEqual(
      back.VpcSecurityGroups!.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId),
      [network.groupId],
    );
    assert.equal((await instance("ledger-writer")).PubliclyAccessible, true);
  });

  it("N53: a public database that Config reports loses its public address and stays in use", async () => {
    const network = await ownNetwork(ec2);
    const { DbiResourceId } = await makePublicDatabase(rds, "catalogue-db", network);
    await makeRule(world.endpoint, payments.id, "RDS_INSTANCE_PUBLIC_ACCESS_CHECK");
    await report(DbiResourceId!);
    const [decision] = await decisionsAbout(world, arn("db", DbiResourceId!), 1);
    assert.equal(decision!.outcome, "contained", decision!.reason);
    const now = await instance("catalogue-db");
    assert.deepEqual([now.PubliclyAccessible, now.DeletionProtection], [false, false]);
    assert.equal(now.VpcSecurityGroups![0]!.VpcSecurityGroupId, network.groupId);
  });

  it("N54: a database with an approved exception is left alone, and so is a cluster of which one member has it", async () => {
    const network = await ownNetwork(ec2);
    const tags = { SecurityException: "a public data set" };
    const { DbiResourceId } = await makePublicDatabase(rds, "open-data", network, tags);
    await login("open-data");
    const [exempt] = await decisionsAbout(world, arn("db", DbiResourceId!), 1);
    assert.equal(exempt!.outcome, "exempt", exempt!.reason);
    assert.equal((await instance("open-data")).PubliclyAccessible, true);
    const { DbClusterResourceId } = await makeCluster(rds, "archive", network);
    const ResourceName = arn("db", "archive-reader");
    await rds.addTagsToResource({ ResourceName, Tags: tagList(tags) });
    await login("archive-writer");
    const [whole] = await decisionsAbout(world, arn("cluster", DbClusterResourceId!), 1);
    assert.equal(whole!.outcome, "exempt", whole!.reason);
    assert.equal((await cluster("archive")).DeletionProtection, false);
  });
});
