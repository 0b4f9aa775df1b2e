import type { Permission } from "../../model/permission";

const acls = ["arn:{partition}:ec2:{region}:{account}:network-acl/*"];

/**
 * What building and removing a wall needs. An entry of an ACL is no resource of its own and has no tags, so nothing narrower names
 * the wall. A session that contains cannot remove entries.
 */
export const wallPermissions: Permission[] = [
  { sid: "BuildWall", actions: ["ec2:CreateNetworkAclEntry"], resources: acls, phase: "contain" },
  { sid: "RemoveWall", actions: ["ec2:DeleteNetworkAclEntry"], resources: acls, phase: "release" },
];
