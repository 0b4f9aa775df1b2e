import type { EC2, NetworkAcl } from "@aws-sdk/client-ec2";
import { coded } from "../../lib/errors";
import { doubt, wait } from "../../lib/wait";
import type { ReadContext } from "../../model/response";
import { pages } from "../pages";
import { type Acl, wallEntryOf, wallKind } from "./acls";
import type { Port } from "./paths";

/** The entries that the journal knows as made for this containment. */
export const wallIn = ({ evidence }: Pick<ReadContext<unknown>, "evidence">): string[] => [
  ...new Set(evidence.filter(({ kind }) => kind === wallKind).map(({ id }) => id)),
];

/**
 * The network ACLs of the VPCs in which a wall is to stand, and of those with entries of the wall. A release needs only the latter.
 *
 * @throws NotVisible if none of a VPC is shown: every VPC has one that cannot be deleted
 * (https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html)
 */
export async function readAcls(
  ec2: EC2,
  ports: Pick<Port, "vpcId">[],
  { near, wall }: { near: string[]; wall: string[] },
): Promise<Acl[]> {
  const vpcs = [...near, ...wall.map((note) => wallEntryOf(note).vpc)];
  const found = await filtered(ec2, "vpc-id", vpcs);
  const unseen = vpcs.find(
    (vpc) => ports.some(({ vpcId }) => vpcId === vpc) && !found.some(({ vpcId }) => vpcId === vpc),
  );
  if (unseen) throw coded("NotVisible", `EC2 shows no network ACL of ${unseen}`);
  return found;
}

/** The network ACLs with entries of the wall of an instance that is gone. An answer that lacks some may be too old. */
export async function readWalled(ec2: EC2, wall: string[]): Promise<Acl[]> {
  const held = wall.map((note) => wallEntryOf(note).acl);
  const first = await filtered(ec2, "network-acl-id", held);
  if (held.every((id) => first.some((acl) => acl.id === id))) return first;
  await wait(doubt);
  return filtered(ec2, "network-acl-id", held);
}

/** A filter leaves out what was deleted, while a list of ids would be an error. */
async function filtered(ec2: EC2, Name: string, values: string[]): Promise<Acl[]> {
  const all = [...new Set(values)];
  const found: Acl[] = [];
  for (let start = 0; start < all.length; start += mostValues) {
    const Filters = [{ Name, Values: all.slice(start, start + mostValues) }];
    const acls = await pages(
      (NextToken) => ec2.describeNetworkAcls({ Filters, NextToken }),
      (page) => page.NetworkAcls,
      (page) => page.NextToken,
    );
    found.push(...acls.map(aclOf).filter(({ id }) => !found.some((acl) => acl.id === id)));
  }
  return found;
}

/** Maximum values of one filter: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const mostValues = 200;

const aclOf = (acl: NetworkAcl): Acl => ({
  id: acl.NetworkAclId!,
  vpcId: acl.VpcId!,
  ownerId: acl.OwnerId!,
  subnets: (acl.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
  entries: (acl.Entries ?? []).map((entry) => ({
    number: entry.RuleNumber!,
    egress: entry.Egress ?? false,
    protocol: entry.Protocol!,
    cidr: (entry.CidrBlock ?? entry.Ipv6CidrBlock)!,
    allow: entry.RuleAction === "allow",
  })),
});
