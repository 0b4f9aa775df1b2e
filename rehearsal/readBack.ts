import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { S3 } from "@aws-sdk/client-s3";

/** The groups of each interface of an instance, read from the interfaces themselves. */
export async function groupsOf(ec2: EC2, instance: string): Promise<Record<string, string[]>> {
  const Filters = [{ Name: "attachment.instance-id", Values: [instance] }];
  const ports = (await ec2.describeNetworkInterfaces({ Filters })).NetworkInterfaces ?? [];
  return Object.fromEntries(
    ports.map((port) => [port.NetworkInterfaceId!, (port.Groups ?? []).map((group) => group.GroupId!)]),
  );
}

/** Whether two results of `groupsOf` are equal, regardless of order. */
export function sameGroups(left: Record<string, string[]>, right: Record<string, string[]>): boolean {
  const text = (groups: Record<string, string[]>) =>
    JSON.stringify(
      Object.entries(groups)
        .map(([port, list]) => [port, [...list].sort()])
        .sort(),
    );
  return text(left) === text(right);
}

/** Reads an instance's interfaces and groups. Returns why it is not isolated, or undefined if it is. */
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

/** The entries of the network ACLs of a VPC or of a subnet as lines, sorted: "in 1 -1 deny 10.0.0.4/32". */
export async function aclEntries(ec2: EC2, of: { vpc: string } | { subnet: string }): Promise<string[]> {
  const filter =
    "vpc" in of ? { Name: "vpc-id", Values: [of.vpc] } : { Name: "association.subnet-id", Values: [of.subnet] };
  const { NetworkAcls = [] } = await ec2.describeNetworkAcls({ Filters: [filter] });
  return NetworkAcls.flatMap(({ Entries = [] }) => Entries)
    .map(({ Egress, RuleNumber, RuleAction, Protocol, CidrBlock, Ipv6CidrBlock }) =>
      [Egress ? "out" : "in", RuleNumber, Protocol, RuleAction, CidrBlock ?? Ipv6CidrBlock].join(" "),
    )
    .sort();
}

/** Returns which address of an instance the network ACL of a subnet does not deny in both directions; undefined if it denies all. */
export async function notWalledOff(ec2: EC2, instance: string, subnet: string): Promise<string | undefined> {
  const Filters = [{ Name: "attachment.instance-id", Values: [instance] }];
  const { NetworkInterfaces = [] } = await ec2.describeNetworkInterfaces({ Filters });
  const ranges = NetworkInterfaces.flatMap(({ PrivateIpAddresses = [], Ipv6Addresses = [] }) => [
    ...PrivateIpAddresses.map(({ PrivateIpAddress }) => `${PrivateIpAddress}/32`),
    ...Ipv6Addresses.map(({ Ipv6Address }) => `${Ipv6Address}/128`),
  ]);
  if (ranges.length === 0) return `${instance} has no address`;
  const entries = await aclEntries(ec2, { subnet });
  for (const direction of ["in", "out"])
    for (const range of ranges)
      if (!entries.some((entry) => entry.startsWith(`${direction} `) && entry.endsWith(` -1 deny ${range}`)))
        return `the network ACL of ${subnet} does not deny ${range} ${direction}bound`;
  return undefined;
}

/** The sources that a security group allows, sorted. */
export async function sourcesOf(ec2: EC2, group: string): Promise<string[]> {
  const Filters = [{ Name: "group-id", Values: [group] }];
  const { SecurityGroupRules = [] } = await ec2.describeSecurityGroupRules({ Filters });
  return SecurityGroupRules.filter((rule) => !rule.IsEgress)
    .map((rule) => rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId ?? "another source")
    .sort();
}

/** Reads a user's keys and policies. Returns why it is not blocked, or undefined if it is. */
export async function userNotBlocked(iam: IAM, UserName: string): Promise<string | undefined> {
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName });
  const { AttachedPolicies = [] } = await iam.listAttachedUserPolicies({ UserName });
  if (AccessKeyMetadata.some((key) => key.Status !== "Inactive")) return "a key is still active";
  return AttachedPolicies.some((policy) => policy.PolicyName === "AWSDenyAll") ? undefined : "no policy denies it";
}

/** Reads a role's permissions boundary. Returns why its sessions are not denied, or undefined if they are. */
export async function roleNotBlocked(iam: IAM, RoleName: string): Promise<string | undefined> {
  const { Role } = await iam.getRole({ RoleName });
  return Role!.PermissionsBoundary ? undefined : "the session is not denied";
}

/** How many of the four settings of Block Public Access are on; undefined if the bucket has none. */
export async function switchesOn(s3: S3, Bucket: string): Promise<number | undefined> {
  try {
    const { PublicAccessBlockConfiguration } = await s3.getPublicAccessBlock({ Bucket });
    return Object.values(PublicAccessBlockConfiguration!).filter(Boolean).length;
  } catch (error) {
    if ((error as Error).name === "NoSuchPublicAccessBlockConfiguration") return undefined;
    throw error;
  }
}

/** The reserved concurrency of a function; undefined if it has none. */
export async function concurrencyOf(lambda: Lambda, FunctionName: string): Promise<number | undefined> {
  return (await lambda.getFunctionConcurrency({ FunctionName })).ReservedConcurrentExecutions;
}

/** Who may use a snapshot of a volume, sorted: ids of accounts, and `all` for everyone. */
export async function snapshotGrants(ec2: EC2, SnapshotId: string): Promise<string[]> {
  const shown = await ec2.describeSnapshotAttribute({ SnapshotId, Attribute: "createVolumePermission" });
  return (shown.CreateVolumePermissions ?? []).map(({ Group, UserId }) => Group ?? UserId!).sort();
}

/** Whether a trail logs. */
export const trailLogs = async (cloudTrail: CloudTrail, Name: string): Promise<boolean> =>
  (await cloudTrail.getTrailStatus({ Name })).IsLogging === true;
