import type { DBClusterSnapshot, DBSnapshot, RDS } from "@aws-sdk/client-rds";
import { describeDbClusterSnapshot } from "../../resources/dbClusterSnapshot";
import { describeDbSnapshot } from "../../resources/dbSnapshot";
import { tagRecord } from "../../resources/tagRecord";
import type { Shown } from "./state";

/**
 * Snapshots that RDS itself makes cannot be shared
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html).
 */
const isAutomated = ({ SnapshotType }: DBSnapshot | DBClusterSnapshot): boolean => SnapshotType === "automated";

/** A snapshot of a database: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshotAttributes.html */
export async function readDatabaseSnapshot(rds: RDS, id: string): Promise<Shown | undefined> {
  const found = await describeDbSnapshot(rds, id);
  if (!found) return undefined;
  if (isAutomated(found)) return shown(found, []);
  const { DBSnapshotAttributesResult } = await rds.describeDBSnapshotAttributes({ DBSnapshotIdentifier: id });
  return shown(found, DBSnapshotAttributesResult?.DBSnapshotAttributes);
}

/** A snapshot of a cluster: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshotAttributes.html */
export async function readClusterSnapshot(rds: RDS, id: string): Promise<Shown | undefined> {
  const found = await describeDbClusterSnapshot(rds, id);
  if (!found) return undefined;
  if (isAutomated(found)) return shown(found, []);
  const answer = await rds.describeDBClusterSnapshotAttributes({ DBClusterSnapshotIdentifier: id });
  return shown(found, answer.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes);
}

interface Attribute {
  AttributeName?: string | undefined;
  AttributeValues?: string[] | undefined;
}

const shown = (found: DBSnapshot | DBClusterSnapshot, attributes: Attribute[] | undefined): Shown => ({
  tags: tagRecord(found.TagList),
  created: found.SnapshotCreateTime?.toISOString() ?? "",
  grants: (attributes ?? [])
    .filter(({ AttributeName }) => AttributeName === "restore")
    .flatMap(({ AttributeValues }) => AttributeValues ?? []),
  ...(found.KmsKeyId && { kmsKey: found.KmsKeyId }),
  snapshots: [],
});
