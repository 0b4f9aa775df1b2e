import type { EC2 } from "@aws-sdk/client-ec2";
import { groupsOf } from "./instances";

/** Why an instance is not isolated, by reading its interfaces and their groups; undefined if it is. */
export async function notIsolated(ec2: EC2, instance: string): Promise<string | undefined> {
  const ports = await groupsOf(ec2, instance);
  if (Object.keys(ports).length === 0) return `${instance} has no interface`;
  for (const [port, groups] of Object.entries(ports)) {
    if (groups.length !== 1) return `${port} has ${groups.length} groups`;
    const group = (await ec2.describeSecurityGroups({ GroupIds: groups })).SecurityGroups![0]!;
    const rules = [...(group.IpPermissions ?? []), ...(group.IpPermissionsEgress ?? [])];
    if (rules.length > 0) return `${port} is in ${group.GroupName}, which has ${rules.length} rules`;
  }
  return undefined;
}
