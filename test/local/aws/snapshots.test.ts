import assert from "node:assert/strict";
import { EC2, type EC2ClientConfig } from "@aws-sdk/client-ec2";
import { KMS } from "@aws-sdk/client-kms";
import { holdSnapshots, setSnapshotState } from "../../../local/aws/states";
import { member, region, security, testAws } from "./instance";
import { allow, as, errorName, policy, type Statement, session } from "./principals";

const ownKey = (account: string): Statement => ({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
});

describe("local AWS: locks and copies of snapshots", () => {
  let ec2: EC2;
  before(async () => {
    ec2 = new EC2(await as(member));
  });
  after(() => ec2.destroy());

  async function snapshot(encrypted = false): Promise<string> {
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: `${region}a`, Size: 1, Encrypted: encrypted });
    return (await ec2.createSnapshot({ VolumeId })).SnapshotId!;
  }
  const lock = (SnapshotId: string, LockMode: "governance" | "compliance", more: object = {}) =>
    ec2.lockSnapshot({ SnapshotId, LockMode, LockDuration: 30, ...more });
  const lockOf = async (id: string) => (await ec2.describeLockedSnapshots({ SnapshotIds: [id] })).Snapshots![0];
  const described = async (id: string) => (await ec2.describeSnapshots({ SnapshotIds: [id] })).Snapshots![0]!;

  it("N80: a locked snapshot cannot be deleted; a lock in governance mode can be removed and changed", async () => {
    const id = await snapshot();
    assert.equal(await lockOf(id), undefined);
    assert.equal(await errorName(ec2.unlockSnapshot({ SnapshotId: id })), "InvalidSnapshot.NotLocked");
    assert.equal((await lock(id, "governance")).LockState, "governance");
    const { LockState, LockDuration, LockExpiresOn, LockCreatedOn } = (await lockOf(id))!;
    assert.deepEqual([LockState, LockDuration], ["governance", 30]);
    assert.equal(LockExpiresOn!.getTime() - LockCreatedOn!.getTime(), 30 * 86_400_000);
    assert.equal(await errorName(ec2.deleteSnapshot({ SnapshotId: id })), "OperationNotPermitted");
    await lock(id, "governance", { LockDuration: 1 });
    await ec2.unlockSnapshot({ SnapshotId: id });
    await ec2.deleteSnapshot({ SnapshotId: id });
  });

  it("N80: a lock in compliance mode can only become longer, except in its cooling-off period", async () => {
    const [cooling, id] = [await snapshot(), await snapshot()];
    assert.equal((await lock(cooling, "compliance", { CoolOffPeriod: 2 })).LockState, "compliance-cooloff");
    await ec2.unlockSnapshot({ SnapshotId: cooling });
    assert.equal((await lock(id, "compliance")).LockState, "compliance");
    const refused = [
      ec2.unlockSnapshot({ SnapshotId: id }),
      ec2.deleteSnapshot({ SnapshotId: id }),
      lock(id, "governance"),
      lock(id, "compliance", { LockDuration: 29 }),
      lock(id, "compliance", { CoolOffPeriod: 1 }),
    ];
    assert.deepEqual(
      await Promise.all(refused.map(errorName)),
      refused.map(() => "OperationNotPermitted"),
    );
    assert.equal((await lock(id, "compliance", { LockDuration: 31 })).LockDuration, 31);
    assert.equal(await errorName(lock(id, "governance", { CoolOffPeriod: 1 })), "InvalidParameterCombination");
    assert.equal(await errorName(lock(id, "compliance", { LockDuration: 0 })), "InvalidParameterValue");
  });

  it("N80: a pending snapshot is locked, its duration starts when it is completed, and its failure cancels the lock", async () => {
    const where = { endpoint: (await testAws()).endpoint, account: member, region };
    await holdSnapshots(where, true);
    const [kept, lost] = [await snapshot(), await snapshot()];
    await holdSnapshots(where, false);
    await lock(kept, "governance");
    await lock(lost, "compliance");
    assert.equal((await lockOf(kept))!.LockExpiresOn, undefined);
    assert.equal(await errorName(ec2.copySnapshot({ SourceRegion: region, SourceSnapshotId: kept })), "IncorrectState");
    await setSnapshotState(where, kept, "completed");
    await setSnapshotState(where, lost, "error");
    assert.ok((await lockOf(kept))!.LockExpiresOn);
    assert.equal(await lockOf(lost), undefined);
    assert.equal(await errorName(lock(lost, "governance")), "IncorrectState");
  });

  it("N81: a copy under another account's key ends in error unless the key and the role allow it through EC2", async () => {
    const kms = new KMS(await as(security));
    const keyFor = async (...statements: Statement[]) =>
      (await kms.createKey({ Policy: policy(ownKey(security), ...statements) })).KeyMetadata!.Arn!;
    const admits = {
      ...ownKey(member),
      Condition: { StringEquals: { "kms:ViaService": `ec2.${region}.amazonaws.com` } },
    };
    const [open, closed] = [await keyFor(admits), await keyFor()];
    const uses = [
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptTo",
    ];
    const SourceSnapshotId = await snapshot();
    const copyBy = async (config: EC2ClientConfig, KmsKeyId: string) => {
      const copy = { SourceRegion: region, SourceSnapshotId, Encrypted: true, KmsKeyId };
      return described((await new EC2(config).copySnapshot(copy)).SnapshotId!);
    };
    const role = async (...statements: Statement[]) =>
      as(await session(member, allow(["ec2:CopySnapshot"], `arn:aws:ec2:${region}::snapshot/*`), ...statements));
    const full = await role(allow(uses, open), allow(uses, closed));
    const copied = await copyBy(full, open);
    assert.deepEqual([copied.State, copied.KmsKeyId, copied.Encrypted], ["completed", open, true]);
    for (const [config, key] of [
      [full, closed],
      [await role(), open],
      [await role(allow(uses.slice(1), open)), open],
      [full, `${open}0`],
    ] as const) {
      const { State, StateMessage } = await copyBy(config, key);
      assert.deepEqual([State, StateMessage], ["error", "Given key ID is not accessible"]);
    }
    const unencrypted = ec2.copySnapshot({ SourceRegion: region, SourceSnapshotId, KmsKeyId: open });
    assert.equal(await errorName(unencrypted), "InvalidParameterDependency");
  });

  it("N81: a snapshot under the default key of EBS cannot be shared", async () => {
    const id = await snapshot(true);
    const UserIds = [security];
    const change = { SnapshotId: id, Attribute: "createVolumePermission" as const, OperationType: "add" as const };
    assert.equal(await errorName(ec2.modifySnapshotAttribute({ ...change, UserIds })), "OperationNotPermitted");
  });
});
