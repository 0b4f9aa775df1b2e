import type { EC2 } from "@aws-sdk/client-ec2";
import type { RDS } from "@aws-sdk/client-rds";
import { region } from "./accounts";
import { rdsOwner } from "./databases";
import { tagList } from "./tagList";

/** Whom a copy is shared with: `all`, and accounts. */
type Grants = string[];

const permission = (who: string) => (who === "all" ? { Group: "all" as const } : { UserId: who });

/** Makes a snapshot of a new volume and shares it. Returns its id. */
export async function makeSharedSnapshot(ec2: EC2, grants: Grants, tags: Record<string, string> = {}): Promise<string> {
  const { VolumeId } = await ec2.createVolume({ AvailabilityZone: `${region}a`, Size: 1 });
  const { SnapshotId } = await ec2.createSnapshot({ VolumeId });
  if (Object.keys(tags).length > 0) await ec2.createTags({ Resources: [SnapshotId!], Tags: tagList(tags) });
  if (grants.length > 0)
    await ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add: grants.map(permission) } });
  return SnapshotId!;
}

/** Registers an AMI and shares it, with organizations too, by their ARNs. Returns its id. */
export async function makeSharedImage(ec2: EC2, Name: string, grants: Grants): Promise<string> {
  const { ImageId } = await ec2.registerImage({ Name });
  const Add = grants.map((who) => (who.startsWith("arn:") ? { OrganizationArn: who } : permission(who)));
  await ec2.modifyImageAttribute({ ImageId, LaunchPermission: { Add } });
  return ImageId!;
}

/** Makes a database, a snapshot of it with the same name, and shares that. */
export async function makeSharedDatabaseSnapshot(
  rds: RDS,
  name: string,
  grants: Grants,
  tags: Record<string, string> = {},
): Promise<void> {
  await rds.createDBInstance({
    DBInstanceIdentifier: name,
    DBInstanceClass: "db.t3.micro",
    Engine: "postgres",
    AllocatedStorage: 20,
    ...rdsOwner,
  });
  await rds.createDBSnapshot({ DBInstanceIdentifier: name, DBSnapshotIdentifier: name, Tags: tagList(tags) });
  await rds.modifyDBSnapshotAttribute({
    DBSnapshotIdentifier: name,
    AttributeName: "restore",
    ValuesToAdd: grants,
  });
}

/** Makes a cluster, a snapshot of it with the same name, and shares that. */
export async function makeSharedClusterSnapshot(rds: RDS, name: string, grants: Grants): Promise<void> {
  await rds.createDBCluster({ DBClusterIdentifier: name, Engine: "aurora-postgresql", ...rdsOwner });
  // A cluster is `creating` when it is first looked at.
  await rds.describeDBClusters({ DBClusterIdentifier: name });
  await rds.createDBClusterSnapshot({ DBClusterIdentifier: name, DBClusterSnapshotIdentifier: name });
  await rds.modifyDBClusterSnapshotAttribute({
    DBClusterSnapshotIdentifier: name,
    AttributeName: "restore",
    ValuesToAdd: grants,
  });
}

/** Who may use an AMI, sorted. */
export async function imageGrants(ec2: EC2, ImageId: string): Promise<Grants> {
  const { LaunchPermissions = [] } = await ec2.describeImageAttribute({ ImageId, Attribute: "launchPermission" });
  return LaunchPermissions.map(({ Group, UserId, OrganizationArn }) => Group ?? UserId ?? OrganizationArn!).sort();
}

/** Who may use a snapshot of a database, sorted. */
export async function databaseSnapshotGrants(rds: RDS, DBSnapshotIdentifier: string): Promise<Grants> {
  const answer = await rds.describeDBSnapshotAttributes({ DBSnapshotIdentifier });
  return restore(answer.DBSnapshotAttributesResult!.DBSnapshotAttributes!);
}

/** Who may use a snapshot of a cluster, sorted. */
export async function clusterSnapshotGrants(rds: RDS, DBClusterSnapshotIdentifier: string): Promise<Grants> {
  const answer = await rds.describeDBClusterSnapshotAttributes({ DBClusterSnapshotIdentifier });
  return restore(answer.DBClusterSnapshotAttributesResult!.DBClusterSnapshotAttributes!);
}

const restore = (attributes: { AttributeName?: string; AttributeValues?: string[] }[]) =>
  [...attributes.find(({ AttributeName }) => AttributeName === "restore")!.AttributeValues!].sort();
