import assert from "node:assert/strict";
import { EC2 } from "@aws-sdk/client-ec2";
import { RDS } from "@aws-sdk/client-rds";
import { wait } from "../../../runtime/lib/wait";
import { member, region } from "./instance";
import { launch, network, securityGroup } from "./machines";
import { allow, as, errorName, session, unique } from "./principals";

const [friend, stranger] = ["555566667777", "999988887777"];
const Attribute = "createVolumePermission" as const;

describe("local AWS: sharing of copies of data", () => {
  let ec2: EC2;
  before(async () => {
    ec2 = new EC2(await as(member));
  });
  after(() => ec2.destroy());

  async function snapshot(): Promise<string> {
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: `${region}a`, Size: 1 });
    return (await ec2.createSnapshot({ VolumeId })).SnapshotId!;
  }
  async function image(): Promise<string> {
    const { vpc, subnet } = await network();
    const { InstanceId } = await launch({ SubnetId: subnet, SecurityGroupIds: [await securityGroup(vpc)] });
    return (await ec2.createImage({ InstanceId, Name: unique("image") })).ImageId!;
  }
  const grants = async (SnapshotId: string) => {
    const { CreateVolumePermissions } = await ec2.describeSnapshotAttribute({ SnapshotId, Attribute });
    return (CreateVolumePermissions ?? []).map(({ Group, UserId }) => Group ?? UserId).sort();
  };
  const change = (SnapshotId: string, CreateVolumePermission: object) =>
    ec2.modifySnapshotAttribute({ SnapshotId, Attribute, CreateVolumePermission });

  it("N31: permissions of a snapshot are added and removed in the form that names both", async () => {
    const id = await snapshot();
    await change(id, { Add: [{ Group: "all" }, { UserId: friend }] });
    assert.deepEqual(await grants(id), [friend, "all"]);
    await change(id, { Remove: [{ Group: "all" }] });
    assert.deepEqual(await grants(id), [friend]);
    const both = { Add: [{ UserId: stranger }], Remove: [{ UserId: friend }] };
    assert.equal(await errorName(change(id, both)), "InvalidParameterCombination");
    assert.equal(await errorName(change(id, { Add: [{ UserId: "someone" }] })), "InvalidAMIAttributeItemValue");
    const many = Array.from({ length: 501 }, (_, at) => ({ UserId: String(100000000000 + at) }));
    assert.equal(await errorName(change(id, { Add: many })), "InvalidParameterValue");
    assert.deepEqual(await grants(id), [friend]);
  });

  it("N31: an account finds its public snapshots, and no others", async () => {
    const [open, shared, closed] = [await snapshot(), await snapshot(), await snapshot()];
    await change(open, { Add: [{ Group: "all" }] });
    await change(shared, { Add: [{ UserId: friend }] });
    const { Snapshots } = await ec2.describeSnapshots({ OwnerIds: ["self"], RestorableByUserIds: ["all"] });
    const found = Snapshots!.map(({ SnapshotId }) => SnapshotId);
    assert.deepEqual(
      [open, shared, closed].map((id) => found.includes(id)),
      [true, false, false],
    );
    assert.ok(Snapshots!.every(({ OwnerId }) => OwnerId === member));
  });

  it("N31: launch permissions of an AMI have accounts, organizations and units", async () => {
    const ImageId = await image();
    const organization = "arn:aws:organizations::111111111111:organization/o-a1b2c3d4e5";
    const unit = "arn:aws:organizations::111111111111:ou/o-a1b2c3d4e5/ou-ab12-34567890";
    const Add = [
      { Group: "all" as const },
      { UserId: friend },
      { OrganizationArn: organization },
      { OrganizationalUnitArn: unit },
    ];
    await ec2.modifyImageAttribute({ ImageId, LaunchPermission: { Add } });
    const shown = async () =>
      (await ec2.describeImageAttribute({ ImageId, Attribute: "launchPermission" })).LaunchPermissions!;
    assert.deepEqual(await shown(), Add);
    const { Images } = await ec2.describeImages({ ImageIds: [ImageId] });
    assert.equal(Images![0]!.OwnerId, member);
    assert.equal(Images![0]!.Public, true);
    await ec2.modifyImageAttribute({ ImageId, LaunchPermission: { Remove: Add } });
    assert.deepEqual(await shown(), []);
  });

  it("N31: the account's block of public access refuses public snapshots at once, and public AMIs after a while", async () => {
    const elsewhere = new EC2({ ...(await as(member)), region: "eu-central-1" });
    const { VolumeId } = await elsewhere.createVolume({ AvailabilityZone: "eu-central-1a", Size: 1 });
    const { SnapshotId } = await elsewhere.createSnapshot({ VolumeId });
    const { ImageId } = await elsewhere.registerImage({ Name: unique("image") });
    const publish = () =>
      elsewhere.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add: [{ Group: "all" }] } });
    const publishImage = () =>
      elsewhere.modifyImageAttribute({ ImageId, LaunchPermission: { Add: [{ Group: "all" }] } });
    assert.equal((await elsewhere.getSnapshotBlockPublicAccessState({})).State, "unblocked");
    await elsewhere.enableSnapshotBlockPublicAccess({ State: "block-new-sharing" });
    assert.equal((await elsewhere.getSnapshotBlockPublicAccessState({})).State, "block-new-sharing");
    assert.equal(await errorName(publish()), "OperationNotPermitted");
    await elsewhere.enableImageBlockPublicAccess({ ImageBlockPublicAccessState: "block-new-sharing" });
    const state = async () => (await elsewhere.getImageBlockPublicAccessState({})).ImageBlockPublicAccessState;
    assert.equal(await state(), "unblocked");
    for (let left = 50; left > 0 && (await state()) === "unblocked"; left--) await wait(0.1);
    assert.equal(await state(), "block-new-sharing");
    assert.equal(await errorName(publishImage()), "OperationNotPermitted");
    await elsewhere.disableImageBlockPublicAccess({});
    await publishImage();
    elsewhere.destroy();
  });

  it("N31: a policy can allow removing alone, and limit every call to one snapshot", async () => {
    const [one, other] = [await snapshot(), await snapshot()];
    await change(one, { Add: [{ Group: "all" }, { UserId: friend }] });
    const arn = `arn:aws:ec2:${region}::snapshot/${one}`;
    const condition = { Null: { "ec2:Add/group": "true", "ec2:Add/userId": "true" } };
    const limited = new EC2(
      await as(
        await session(
          member,
          allow("ec2:DescribeSnapshotAttribute", arn),
          allow("ec2:ModifySnapshotAttribute", arn, condition),
        ),
      ),
    );
    const Remove = [{ Group: "all" as const }];
    await limited.describeSnapshotAttribute({ SnapshotId: one, Attribute });
    await limited.modifySnapshotAttribute({ SnapshotId: one, CreateVolumePermission: { Remove } });
    assert.deepEqual(await grants(one), [friend]);
    for (const CreateVolumePermission of [{ Add: Remove }, { Add: [{ UserId: stranger }] }]) {
      const adding = limited.modifySnapshotAttribute({ SnapshotId: one, CreateVolumePermission });
      assert.equal(await errorName(adding), "UnauthorizedOperation");
    }
    const older = { SnapshotId: one, OperationType: "add" as const, UserIds: [stranger] };
    assert.equal(await errorName(limited.modifySnapshotAttribute(older)), "UnauthorizedOperation");
    const others = limited.describeSnapshotAttribute({ SnapshotId: other, Attribute });
    assert.equal(await errorName(others), "UnauthorizedOperation");
    limited.destroy();
  });

  it("N31: a database snapshot is shared with at most 20 accounts, and an automated one with none", async () => {
    const rds = new RDS(await as(member));
    const DBInstanceIdentifier = unique("db");
    await rds.createDBInstance({
      DBInstanceIdentifier,
      DBInstanceClass: "db.t3.micro",
      Engine: "postgres",
      AllocatedStorage: 20,
      MasterUsername: "owner",
      MasterUserPassword: "not-a-secret",
    });
    const DBSnapshotIdentifier = unique("copy");
    await rds.createDBSnapshot({ DBInstanceIdentifier, DBSnapshotIdentifier });
    const values = async () => {
      const answer = await rds.describeDBSnapshotAttributes({ DBSnapshotIdentifier });
      return answer.DBSnapshotAttributesResult!.DBSnapshotAttributes!.find(
        ({ AttributeName }) => AttributeName === "restore",
      )!.AttributeValues;
    };
    const modify = (change: object) =>
      rds.modifyDBSnapshotAttribute({ DBSnapshotIdentifier, AttributeName: "restore", ...change });
    await modify({ ValuesToAdd: ["all", friend] });
    await modify({ ValuesToRemove: ["all"] });
    assert.deepEqual(await values(), [friend]);
    const many = Array.from({ length: 20 }, (_, at) => String(100000000000 + at));
    assert.match((await errorName(modify({ ValuesToAdd: many })))!, /SharedSnapshotQuotaExceeded/);
    const automated = rds.modifyDBSnapshotAttribute({
      DBSnapshotIdentifier: `rds:${DBSnapshotIdentifier}`,
      AttributeName: "restore",
      ValuesToAdd: [friend],
    });
    assert.ok(await errorName(automated));
    rds.destroy();
  });
});
