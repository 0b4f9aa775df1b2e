import { wallPermissions } from "../../aws/wall/permissions";
import type { Permission } from "../../model/permission";

/**
 * What isolation and its release may call in the account of the pod. What they may do in a cluster is up to its access entries
 * (https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html).
 */
export const permissions: Permission[] = [
  {
    sid: "FindCluster",
    actions: ["eks:DescribeCluster"],
    resources: ["arn:{partition}:eks:{region}:{account}:cluster/{cluster}"],
  },
  {
    sid: "Read",
    actions: ["ec2:DescribeNetworkAcls", "ec2:DescribeSubnets"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for these Describe actions",
  },
  ...wallPermissions,
];
