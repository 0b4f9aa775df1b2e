import type { Permission } from "../../model/permission";

const snapshot = {
  resources: ["arn:{partition}:ec2:{region}::snapshot/{target}"],
  targetKind: "ebs-snapshot",
};
const image = { resources: ["arn:{partition}:ec2:{region}::image/{target}"], targetKind: "ami" };
const dbSnapshot = {
  resources: ["arn:{partition}:rds:{region}:{account}:snapshot:{target}"],
  targetKind: "rds-snapshot",
};
const clusterSnapshot = {
  resources: ["arn:{partition}:rds:{region}:{account}:cluster-snapshot:{target}"],
  targetKind: "rds-cluster-snapshot",
};

/** A request that adds nobody: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
const addsNobody = { Null: { "ec2:Add/group": "true", "ec2:Add/userId": "true" } };

const why = "AWS offers no resource-level permissions for these actions";

/** What the response and its release may call in the account of the copy. */
export const permissions: Permission[] = [
  {
    sid: "FindPublicSnapshots",
    actions: ["ec2:DescribeSnapshots"],
    resources: ["*"],
    why: "a finding about the account names no snapshot",
    phase: "resolve",
  },
  {
    sid: "ReadImagesAndSnapshots",
    actions: [
      "ec2:DescribeImages",
      "ec2:DescribeSnapshots",
      "ec2:GetImageBlockPublicAccessState",
      "ec2:GetSnapshotBlockPublicAccessState",
    ],
    resources: ["*"],
    why,
  },
  { sid: "ReadSnapshotGrants", actions: ["ec2:DescribeSnapshotAttribute"], ...snapshot },
  { sid: "ReadImageGrants", actions: ["ec2:DescribeImageAttribute"], ...image },
  {
    sid: "ReadDatabaseSnapshot",
    actions: ["rds:DescribeDBSnapshotAttributes", "rds:DescribeDBSnapshots"],
    ...dbSnapshot,
  },
  {
    sid: "ReadClusterSnapshot",
    actions: ["rds:DescribeDBClusterSnapshotAttributes", "rds:DescribeDBClusterSnapshots"],
    ...clusterSnapshot,
  },
  {
    sid: "UnshareSnapshot",
    actions: ["ec2:ModifySnapshotAttribute"],
    ...snapshot,
    condition: addsNobody,
    phase: "contain",
  },
  { sid: "ShareSnapshotAgain", actions: ["ec2:ModifySnapshotAttribute"], ...snapshot, phase: "release" },
  // No condition key tells adding from removing.
  { sid: "ChangeImageGrants", actions: ["ec2:ModifyImageAttribute"], ...image },
  { sid: "ChangeDatabaseSnapshotGrants", actions: ["rds:ModifyDBSnapshotAttribute"], ...dbSnapshot },
  { sid: "ChangeClusterSnapshotGrants", actions: ["rds:ModifyDBClusterSnapshotAttribute"], ...clusterSnapshot },
  {
    sid: "BlockPublicAccess",
    actions: ["ec2:EnableImageBlockPublicAccess", "ec2:EnableSnapshotBlockPublicAccess"],
    resources: ["*"],
    why,
    phase: "contain",
  },
];
