import type { RDS, Tag } from "@aws-sdk/client-rds";
import { pages } from "../../aws/pages";
import type { ReadContext } from "../../model/response";
import { containmentTag, type DatabaseState, type Snapshot } from "./state";

/**
 * The manual snapshots of the database with the tag of this containment. A name proves nothing, since others may choose it, and
 * the snapshots of a deleted database with the same name belong to another resource id
 * (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html).
 */
export async function readSnapshots(
  rds: RDS,
  { kind, name, resourceId }: Pick<DatabaseState, "kind" | "name" | "resourceId">,
  { containment }: Pick<ReadContext<unknown>, "containment">,
): Promise<Snapshot[]> {
  const isOurs = (tags: Tag[] | undefined) =>
    (tags ?? []).some(({ Key, Value }) => Key === containmentTag && Value === containment);
  if (kind === "cluster") {
    const found = await pages(
      (Marker) => rds.describeDBClusterSnapshots({ DBClusterIdentifier: name, SnapshotType: "manual", Marker }),
      (page) => page.DBClusterSnapshots,
      (page) => page.Marker,
    );
    return found
      .filter(({ TagList, DbClusterResourceId: id }) => isOurs(TagList) && (id === undefined || id === resourceId))
      .map(({ DBClusterSnapshotIdentifier, Status }) => ({ id: DBClusterSnapshotIdentifier!, status: Status ?? "" }));
  }
  const found = await pages(
    (Marker) => rds.describeDBSnapshots({ DBInstanceIdentifier: name, SnapshotType: "manual", Marker }),
    (page) => page.DBSnapshots,
    (page) => page.Marker,
  );
  return found
    .filter(({ TagList, DbiResourceId: id }) => isOurs(TagList) && (id === undefined || id === resourceId))
    .map(({ DBSnapshotIdentifier, Status }) => ({ id: DBSnapshotIdentifier!, status: Status ?? "" }));
}
