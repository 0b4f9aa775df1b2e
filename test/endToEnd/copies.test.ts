import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { RDS } from "@aws-sdk/client-rds";
import { after, before, describe, it } from "mocha";
import { accounts, region, rootOf, stranger } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { evaluate, makeRule } from "../../local/world/compliance";
import {
  clusterSnapshotGrants,
  databaseSnapshotGrants,
  imageGrants,
  makeSharedClusterSnapshot,
  makeSharedDatabaseSnapshot,
  makeSharedImage,
  makeSharedSnapshot,
} from "../../local/world/copies";
import { rdsIn } from "../../local/world/databases";
import { decisionsAbout } from "../../local/world/follow";
import type { World } from "../../local/world/world";
import { snapshotGrants } from "../../rehearsal/readBack";
import { openJournal } from "../../runtime/journal/dynamodb/journal";
import type { Decision } from "../../runtime/model/journalItems";
import { release } from "./acts";
import { deployedWorld, ec2In } from "./world";

const { payments, website, security } = accounts;
const response = "unshare-copy";
const ofEc2 = (kind: string, id: string) => `arn:aws:ec2:${region}::${kind}/${id}`;
const ofRds = (kind: string, id: string) => `arn:aws:rds:${region}:${payments.id}:${kind}:${id}`;

describe("end to end: copies of data", () => {
  let world: World;
  let ec2: EC2;
  let rds: RDS;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    rds = rdsIn(world, "payments");
    await makeRule(world.endpoint, payments.id, "EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK");
    await makeRule(world.endpoint, payments.id, "RDS_SNAPSHOTS_PUBLIC_PROHIBITED");
  });
  after(() => {
    rds?.destroy();
    ec2?.destroy();
  });

  const report = (rule: string, resourceType: string, resourceId: string) =>
    evaluate(world.endpoint, { account: payments.id, rule, resourceType, resourceId, compliance: "NON_COMPLIANT" });
  const reportRds = (type: string, name: string) =>
    report("RDS_SNAPSHOTS_PUBLIC_PROHIBITED", `AWS::RDS::${type}`, name);
  // A finding about an account is followed by one message for each snapshot.
  const about = async (arn: string): Promise<Decision> => (await decisionsAbout(world, arn))[0]!;
  const restored = ({ containment }: Decision) => release(world, response, containment);
  it("N30: a rule about the account makes each public snapshot in it private; one that is exempt stays; a release gives back", async () => {
    const open = await makeSharedSnapshot(ec2, ["all", stranger]);
    const second = await makeSharedSnapshot(ec2, ["all"]);
    const exempt = await makeSharedSnapshot(ec2, ["all"], { SecurityException: "a public data set" });
    const notPublic = await makeSharedSnapshot(ec2, [stranger]);
    await report("EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK", "AWS::::Account", payments.id);
    const first = await about(ofEc2("snapshot", open));
    assert.equal(first.outcome, "contained", first.reason);
    assert.deepEqual(await snapshotGrants(ec2, open), []);
    assert.equal((await about(ofEc2("snapshot", second))).outcome, "contained");
    assert.deepEqual(await snapshotGrants(ec2, second), []);
    assert.equal((await about(ofEc2("snapshot", exempt))).outcome, "exempt");
    assert.deepEqual(await snapshotGrants(ec2, exempt), ["all"]);
    assert.deepEqual(await snapshotGrants(ec2, notPublic), [stranger], "the finding does not name it");
    await restored(first);
    assert.deepEqual(await snapshotGrants(ec2, open), [stranger, "all"].sort());
    assert.deepEqual(await snapshotGrants(ec2, second), []);
  });

  it("N30: a public snapshot of a database and one of a cluster become private, and the organization's accounts keep them", async () => {
    const journal = openJournal(world.master.journalTable, rootOf(security.id, world.endpoint));
    await journal.writeMember({ account: website.id, since: new Date().toISOString() });
    await makeSharedDatabaseSnapshot(rds, "orders-copy", ["all", website.id, stranger]);
    await makeSharedClusterSnapshot(rds, "ledger-copy", ["all"]);
    await reportRds("DBSnapshot", "orders-copy");
    await reportRds("DBClusterSnapshot", "ledger-copy");
    const first = await about(ofRds("snapshot", "orders-copy"));
    assert.equal(first.outcome, "contained", first.reason);
    assert.deepEqual(await databaseSnapshotGrants(rds, "orders-copy"), [website.id]);
    const second = await about(ofRds("cluster-snapshot", "ledger-copy"));
    assert.equal(second.outcome, "contained", second.reason);
    assert.deepEqual(await clusterSnapshotGrants(rds, "ledger-copy"), []);
    await journal.forgetMember(website.id);
    await restored(first);
    assert.deepEqual(await databaseSnapshotGrants(rds, "orders-copy"), ["all", stranger, website.id].sort());
    await restored(second);
    assert.deepEqual(await clusterSnapshotGrants(rds, "ledger-copy"), ["all"]);
  });

  it("N37: a person makes an AMI private by its id, and a snapshot of a cluster by its ARN", async () => {
    const others = "arn:aws:organizations::999900001111:organization/o-zzzzzzzzzz";
    const image = await makeSharedImage(ec2, "web-server", ["all", stranger, others]);
    const contain = (id: string) =>
      command(world, response, {
        command: "contain",
        target: { account: payments.id, region, id },
        reason: "it holds keys",
      });
    const decision = await contain(image);
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.equal(decision.target!.arn, ofEc2("image", image));
    assert.deepEqual(await imageGrants(ec2, image), []);
    await restored(decision);
    assert.deepEqual(await imageGrants(ec2, image), ["all", stranger, others].sort());
    await makeSharedClusterSnapshot(rds, "audit-copy", [stranger]);
    const cluster = await contain(ofRds("cluster-snapshot", "audit-copy"));
    assert.equal(cluster.outcome, "contained", cluster.reason);
    assert.deepEqual(await clusterSnapshotGrants(rds, "audit-copy"), []);
  });

  it("N38: a snapshot that is shared again while it is contained is made private again at once", async () => {
    await makeSharedDatabaseSnapshot(rds, "payroll-copy", ["all"]);
    await reportRds("DBSnapshot", "payroll-copy");
    const arn = ofRds("snapshot", "payroll-copy");
    assert.equal((await about(arn)).outcome, "contained");
    await rds.modifyDBSnapshotAttribute({
      DBSnapshotIdentifier: "payroll-copy",
      AttributeName: "restore",
      ValuesToAdd: [stranger],
    });
    const [, again] = await decisionsAbout(world, arn, 2);
    assert.equal(again!.outcome, "recontained", again!.reason);
    assert.deepEqual(await databaseSnapshotGrants(rds, "payroll-copy"), []);
  });
});
