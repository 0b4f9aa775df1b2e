import { isolationGroupPermissions } from "../../aws/isolationGroupPermissions";
import type { Permission } from "../../model/permission";
import { containmentTag, snapshotPrefix } from "./state";

const rds = (type: string) => `arn:{partition}:rds:{region}:{account}:${type}`;
const instance = { resources: [rds("db:{target}")], targetKind: "rds-instance" };
const cluster = { resources: [rds("cluster:{target}")], targetKind: "rds-cluster" };
/** IAM cannot tell which cluster an instance belongs to. */
const members = { resources: [rds("db:*")], targetKind: "rds-cluster" };
const snapshots = { resources: [rds(`snapshot:${snapshotPrefix}*`), rds(`cluster-snapshot:${snapshotPrefix}*`)] };
const tagged = { Null: { [`aws:RequestTag/${containmentTag}`]: "false" } };

const lookedUp = {
  actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
  resources: ["*"],
  why: "AWS Config names databases by ids that are not in their ARNs, and the members of a cluster have names of their own",
};

/** What isolation and its release may call in the account of the database. */
export const permissions: Permission[] = [
  { sid: "ResolveDatabases", ...lookedUp, phase: "resolve" },
  { sid: "ReadDatabases", ...lookedUp },
  {
    sid: "ReadNetwork",
    actions: ["ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for these Describe actions",
  },
  {
    sid: "ReadSnapshots",
    actions: ["rds:DescribeDBClusterSnapshots", "rds:DescribeDBSnapshots"],
    // A request for all snapshots of a database names no snapshot.
    resources: ["db", "cluster", "snapshot", "cluster-snapshot"].map((type) => rds(`${type}:*`)),
  },
  { sid: "ModifyInstance", actions: ["rds:ModifyDBInstance"], ...instance },
  { sid: "ModifyMembers", actions: ["rds:ModifyDBInstance"], ...members },
  { sid: "ModifyCluster", actions: ["rds:ModifyDBCluster"], ...cluster },
  {
    // RDS checks it when it rotates: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    sid: "RotateManagedSecrets",
    actions: ["secretsmanager:RotateSecret"],
    resources: ["arn:{partition}:secretsmanager:{region}:{account}:secret:rds!*"],
    phase: "contain",
  },
  { sid: "RebootInstance", actions: ["rds:RebootDBInstance"], ...instance, phase: "contain" },
  { sid: "RebootMembers", actions: ["rds:RebootDBInstance"], ...members, phase: "contain" },
  { sid: "SnapshotInstance", actions: ["rds:CreateDBSnapshot"], ...instance, phase: "contain" },
  { sid: "SnapshotCluster", actions: ["rds:CreateDBClusterSnapshot"], ...cluster, phase: "contain" },
  {
    sid: "MakeSnapshots",
    actions: ["rds:AddTagsToResource", "rds:CreateDBClusterSnapshot", "rds:CreateDBSnapshot"],
    ...snapshots,
    condition: tagged,
    phase: "contain",
  },
  ...isolationGroupPermissions(["closed"]),
];
