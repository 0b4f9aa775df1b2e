import assert from "node:assert/strict";
import { RDS } from "@aws-sdk/client-rds";
import { wait } from "../../../runtime/lib/wait";
import { emptyAccounts, member, region } from "./instance";
import { network, securityGroup } from "./machines";
import { allow, as, type Credentials, errorName, outcome, session, unique } from "./principals";

const arn = (kind: string, name: string) => `arn:aws:rds:${region}:${member}:${kind}:${name}`;

describe("local AWS: databases", () => {
  const client = async (who: Credentials | string = member) => new RDS(await as(who));

  async function instance(group: string, more: object = {}, who: string = member): Promise<string> {
    const DBInstanceIdentifier = unique("db");
    await (await client(who)).createDBInstance({
      DBInstanceIdentifier,
      DBInstanceClass: "db.t3.micro",
      Engine: "postgres",
      AllocatedStorage: 20,
      MasterUsername: "owner",
      MasterUserPassword: "not-a-secret",
      VpcSecurityGroupIds: [group],
      ...more,
    });
    return DBInstanceIdentifier;
  }

  async function cluster(group: string): Promise<[cluster: string, member: string]> {
    const rds = await client();
    const DBClusterIdentifier = unique("cluster");
    const Engine = "aurora-postgresql";
    await rds.createDBCluster({
      DBClusterIdentifier,
      Engine,
      MasterUsername: "owner",
      MasterUserPassword: "not-a-secret",
      VpcSecurityGroupIds: [group],
    });
    // A cluster is `creating` when it is first looked at.
    await rds.describeDBClusters({ DBClusterIdentifier });
    const DBInstanceIdentifier = `${DBClusterIdentifier}-1`;
    await rds.createDBInstance({
      DBInstanceIdentifier,
      DBClusterIdentifier,
      DBInstanceClass: "db.r6g.large",
      Engine,
    });
    return [DBClusterIdentifier, DBInstanceIdentifier];
  }

  const shown = async (DBInstanceIdentifier: string) =>
    (await (await client()).describeDBInstances({ DBInstanceIdentifier })).DBInstances![0]!;
  const statuses = async (name: string) =>
    Object.fromEntries(
      (await shown(name)).VpcSecurityGroups!.map(({ VpcSecurityGroupId, Status }) => [VpcSecurityGroupId, Status]),
    );

  it("N55: new security groups are adding and earlier ones removing until the change is in effect", async () => {
    const { vpc } = await network();
    const [before, after] = [await securityGroup(vpc), await securityGroup(vpc)];
    const name = await instance(before);
    assert.deepEqual(await statuses(name), { [before]: "active" });
    await (await client()).modifyDBInstance({ DBInstanceIdentifier: name, VpcSecurityGroupIds: [after] });
    assert.deepEqual(await statuses(name), { [after]: "adding", [before]: "removing" });
    await wait(1.2);
    assert.deepEqual(await statuses(name), { [after]: "active" });
    const unknown = { DBInstanceIdentifier: name, VpcSecurityGroupIds: ["sg-0123456789abcdef0"] };
    assert.equal(await errorName((await client()).modifyDBInstance(unknown)), "InvalidParameterValue");
    assert.deepEqual(await statuses(name), { [after]: "active" });
  });

  it("N55: the security groups of a cluster are those of its members, which refuse to change them alone", async () => {
    const { vpc } = await network();
    const [before, after] = [await securityGroup(vpc), await securityGroup(vpc)];
    const [name, one] = await cluster(before);
    const alone = { DBInstanceIdentifier: one, VpcSecurityGroupIds: [after] };
    assert.equal(await errorName((await client()).modifyDBInstance(alone)), "InvalidParameterCombination");
    await (await client()).modifyDBCluster({ DBClusterIdentifier: name, VpcSecurityGroupIds: [after] });
    assert.deepEqual(await statuses(one), { [after]: "adding", [before]: "removing" });
    await wait(1.2);
    assert.deepEqual(await statuses(one), { [after]: "active" });
  });

  it("N55: a database that is not available takes neither a change nor a snapshot", async () => {
    const { vpc } = await network();
    const name = await instance(await securityGroup(vpc));
    const rds = await client();
    await rds.stopDBInstance({ DBInstanceIdentifier: name });
    const change = rds.modifyDBInstance({ DBInstanceIdentifier: name, PubliclyAccessible: false });
    assert.match((await errorName(change))!, /^InvalidDBInstanceState/);
    const snapshot = rds.createDBSnapshot({ DBInstanceIdentifier: name, DBSnapshotIdentifier: unique("snapshot") });
    assert.match((await errorName(snapshot))!, /^InvalidDBInstanceState/);
  });

  it("N55: a snapshot is creating for a while, keeps its tags, and its name is used once", async () => {
    const { vpc } = await network();
    const DBInstanceIdentifier = await instance(await securityGroup(vpc));
    const DBSnapshotIdentifier = unique("snapshot");
    const rds = await client();
    const Tags = [{ Key: "case", Value: "7" }];
    await rds.createDBSnapshot({ DBInstanceIdentifier, DBSnapshotIdentifier, Tags });
    const found = async () =>
      (await rds.describeDBSnapshots({ DBInstanceIdentifier, SnapshotType: "manual" })).DBSnapshots!;
    const [snapshot] = await found();
    assert.deepEqual([snapshot!.Status, snapshot!.TagList], ["creating", Tags]);
    assert.equal(snapshot!.DbiResourceId, (await shown(DBInstanceIdentifier)).DbiResourceId);
    await wait(1.2);
    assert.equal((await found())[0]!.Status, "available");
    const again = rds.createDBSnapshot({ DBInstanceIdentifier, DBSnapshotIdentifier });
    assert.match((await errorName(again))!, /^DBSnapshotAlreadyExists/);
  });

  it("N55: an account has at most 100 manual snapshots of instances in a Region", async () => {
    const account = emptyAccounts.stacks;
    const group = undefined;
    const DBInstanceIdentifier = await instance("", { VpcSecurityGroupIds: group }, account);
    const rds = await client(account);
    for (let number = 0; number < 100; number++)
      await rds.createDBSnapshot({ DBInstanceIdentifier, DBSnapshotIdentifier: `snapshot-${number}` });
    const more = rds.createDBSnapshot({ DBInstanceIdentifier, DBSnapshotIdentifier: "one-more" });
    assert.match((await errorName(more))!, /^SnapshotQuotaExceeded/);
    for (let number = 0; number < 100; number++)
      await rds.deleteDBSnapshot({ DBSnapshotIdentifier: `snapshot-${number}` });
    await rds.deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true });
  });

  it("N55: databases and clusters have resource ids of their own and are found by them", async () => {
    const { vpc } = await network();
    const group = await securityGroup(vpc);
    const rds = await client();
    const names = [await instance(group), await instance(group)];
    const ids = await Promise.all(names.map(async (name) => (await shown(name)).DbiResourceId!));
    assert.notEqual(ids[0], ids[1]);
    const byId = await rds.describeDBInstances({ Filters: [{ Name: "dbi-resource-id", Values: [ids[1]!] }] });
    assert.deepEqual(
      byId.DBInstances!.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier),
      [names[1]],
    );
    const [name] = await cluster(group);
    const { DBClusters } = await rds.describeDBClusters({ DBClusterIdentifier: name });
    const Filters = [{ Name: "db-cluster-resource-id", Values: [DBClusters![0]!.DbClusterResourceId!] }];
    const found = (await rds.describeDBClusters({ Filters })).DBClusters!;
    assert.deepEqual(
      found.map(({ DBClusterIdentifier }) => DBClusterIdentifier),
      [name],
    );
  });

  it("N55: a snapshot needs the right on the database and on the snapshot, under the name that it gets", async () => {
    const { vpc } = await network();
    const name = await instance(await securityGroup(vpc));
    const make = async (DBSnapshotIdentifier: string, ...on: string[]) => {
      const rds = await client(await session(member, allow("rds:CreateDBSnapshot", on)));
      return outcome(rds.createDBSnapshot({ DBInstanceIdentifier: name, DBSnapshotIdentifier }));
    };
    const [mine, other] = [unique("mine"), unique("other")];
    assert.equal(await make(mine, arn("db", name)), "refused");
    assert.equal(await make(mine, arn("snapshot", "mine*")), "refused");
    assert.equal(await make(other, arn("db", name), arn("snapshot", "mine*")), "refused");
    assert.equal(await make(mine, arn("db", name), arn("snapshot", "mine*")), "allowed");
  });

  it("N55: tags on a snapshot need the right to tag it, and a rotation the right on the secret", async () => {
    const { vpc } = await network();
    const more = { MasterUserPassword: undefined, ManageMasterUserPassword: true };
    const name = await instance(await securityGroup(vpc), more);
    const secret = (await shown(name)).MasterUserSecret!.SecretArn!;
    const base = [
      allow("rds:CreateDBSnapshot", [arn("db", name), arn("snapshot", "*")]),
      allow("rds:ModifyDBInstance", arn("db", name)),
    ];
    const none = await client(await session(member, ...base));
    const both = await client(
      await session(
        member,
        ...base,
        allow("rds:AddTagsToResource", arn("snapshot", "*"), { StringEquals: { "aws:RequestTag/case": "7" } }),
        allow("secretsmanager:RotateSecret", secret),
      ),
    );
    const snapshot = (Value: string) => ({
      DBInstanceIdentifier: name,
      DBSnapshotIdentifier: unique("snapshot"),
      Tags: [{ Key: "case", Value }],
    });
    assert.equal(await outcome(none.createDBSnapshot(snapshot("7"))), "refused");
    assert.equal(await outcome(both.createDBSnapshot(snapshot("8"))), "refused");
    assert.equal(await outcome(both.createDBSnapshot(snapshot("7"))), "allowed");
    const rotation = { DBInstanceIdentifier: name, RotateMasterUserPassword: true, ApplyImmediately: true };
    assert.equal(await outcome(none.modifyDBInstance(rotation)), "refused");
    assert.equal(await outcome(both.modifyDBInstance(rotation)), "allowed");
    const later = { ...rotation, ApplyImmediately: false };
    assert.equal(await errorName(both.modifyDBInstance(later)), "InvalidParameterCombination");
  });
});
