import type { EC2 } from "@aws-sdk/client-ec2";
import type { Target } from "../../model/target";
import { answered } from "../../resources/ec2";
import { tagRecord } from "../../resources/tagRecord";
import type { Shown } from "./state";

/**
 * A snapshot of a volume; undefined if it belongs to another account, whose snapshots are visible if they are shared
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html). The state of the block:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSnapshotBlockPublicAccessState.html
 */
export async function readSnapshot(ec2: EC2, { id, accountId }: Target): Promise<Shown | undefined> {
  const snapshot = answered((await ec2.describeSnapshots({ SnapshotIds: [id] })).Snapshots?.[0], id);
  if (snapshot.OwnerId !== accountId) return undefined;
  const [shared, block] = await Promise.all([
    ec2.describeSnapshotAttribute({ SnapshotId: id, Attribute: "createVolumePermission" }),
    ec2.getSnapshotBlockPublicAccessState({}),
  ]);
  return {
    tags: tagRecord(snapshot.Tags),
    created: snapshot.StartTime?.toISOString() ?? "",
    grants: (shared.CreateVolumePermissions ?? []).flatMap(({ Group, UserId }) => Group ?? UserId ?? []),
    ...(snapshot.KmsKeyId && { kmsKey: snapshot.KmsKeyId }),
    snapshots: [],
    blocked: block.State === "block-all-sharing" || block.State === "block-new-sharing",
  };
}
