import type { EC2, SecurityGroup, SecurityGroupRule, Vpc } from "@aws-sdk/client-ec2";
import { pages } from "../../aws/pages";
import { coded, codeOf, isMissing } from "../../lib/errors";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import { tagRecord } from "../../resources/tagRecord";
import { readPrefixLists } from "./readPrefixLists";
import {
  type GroupFacts,
  type GroupPriorState,
  type GroupState,
  type IngressRule,
  isolationOf,
  revokedRule,
} from "./state";

/** The clients that confinement uses. */
export interface ConfineClients {
  ec2: EC2;
}

/**
 * The group as it is now, or undefined if it does not exist. Group and rules are read every time, since the group may have been
 * deleted; VPC and interfaces once per run; prefix lists only if they were not read before.
 */
export async function read(
  clients: ConfineClients,
  target: Target,
  context: ReadContext<GroupState, GroupPriorState>,
): Promise<GroupState | undefined> {
  const { ec2 } = clients;
  const { previous } = context;
  const [group, rules] = await Promise.all([describeGroup(ec2, target.id), readRules(ec2, target.id)]);
  if (!group) return undefined;
  checkListed(group, rules);
  const notes = (await context.isolationGroups?.()) ?? [];
  const vpcId = group.VpcId ?? "";
  const lists = [...rules, ...(context.priorState?.rules ?? [])]
    .filter((rule) => rule.kind === "prefix-list")
    .map((rule) => rule.source);
  const [prefixLists, vpcRanges, interfaces] = await Promise.all([
    readPrefixLists(ec2, lists, previous?.prefixLists ?? []),
    previous?.vpcRanges ?? readVpcRanges(ec2, vpcId),
    previous?.interfaces ?? countInterfaces(ec2, target.id),
  ]);
  return {
    ...factsOf(group, target.accountId),
    ...isolationOf(notes, target.id, Date.now()),
    rules,
    prefixLists,
    vpcRanges,
    interfaces,
    revoked: context.evidence.filter((item) => item.kind === revokedRule).map((item) => item.id),
    containment: context.containment,
  };
}

/** The group itself, without its rules. */
export const factsOf = (
  group: SecurityGroup,
  accountId: string,
): Omit<GroupFacts, "rules" | "prefixLists" | "vpcRanges" | "isolation"> => ({
  id: group.GroupId!,
  name: group.GroupName ?? "",
  vpcId: group.VpcId ?? "",
  ownerId: group.OwnerId ?? "",
  accountId,
  description: group.Description ?? "",
  tags: tagRecord(group.Tags),
});

async function describeGroup(ec2: EC2, id: string): Promise<SecurityGroup | undefined> {
  const answer = await ec2.describeSecurityGroups({ GroupIds: [id] }).catch((error: unknown) => {
    if (isMissing(error) || codeOf(error) === "InvalidGroupId.Malformed") return undefined;
    throw error;
  });
  const found = answer?.SecurityGroups?.[0];
  // EC2 returns an error if the group does not exist: an empty answer does not prove that.
  if (answer && !found) throw coded("Unsettled", `EC2 did not return ${id}, which was requested by id`);
  return found;
}

/**
 * Two calls return the rules of a group: the group itself, and the rules with their ids. If the second answer is older, rules
 * are missing in it, and no rule may count as closed.
 *
 * @throws Unsettled
 */
export function checkListed(group: SecurityGroup, rules: { id: string }[]): void {
  const sources = (group.IpPermissions ?? []).flatMap((permission) => [
    ...(permission.IpRanges ?? []),
    ...(permission.Ipv6Ranges ?? []),
    ...(permission.PrefixListIds ?? []),
    ...(permission.UserIdGroupPairs ?? []),
  ]);
  if (rules.length >= sources.length) return;
  throw coded("Unsettled", `EC2 lists ${rules.length} of the ${sources.length} ingress rules of ${group.GroupId}`);
}

async function readRules(ec2: EC2, id: string): Promise<IngressRule[]> {
  const found = await pages(
    (NextToken) => ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [id] }], NextToken }),
    (page) => page.SecurityGroupRules,
    (page) => page.NextToken,
  );
  return found.filter((rule) => !rule.IsEgress).map(ruleOf);
}

/** A rule of EC2's answer. */
export function ruleOf(rule: SecurityGroupRule): IngressRule {
  return {
    id: rule.SecurityGroupRuleId!,
    protocol: rule.IpProtocol!,
    from: rule.FromPort ?? -1,
    to: rule.ToPort ?? -1,
    ...sourceOf(rule),
    description: rule.Description ?? "",
    tags: tagRecord(rule.Tags),
  };
}

function sourceOf(rule: SecurityGroupRule): Pick<IngressRule, "kind" | "source"> {
  if (rule.CidrIpv4) return { kind: "ipv4", source: rule.CidrIpv4 };
  if (rule.CidrIpv6) return { kind: "ipv6", source: rule.CidrIpv6 };
  if (rule.PrefixListId) return { kind: "prefix-list", source: rule.PrefixListId };
  return { kind: "group", source: rule.ReferencedGroupInfo?.GroupId ?? "a deleted group" };
}

/** By filter, so that a VPC that is not visible is not an error. */
async function readVpcRanges(ec2: EC2, vpcId: string): Promise<string[]> {
  return rangesOf((await ec2.describeVpcs({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] })).Vpcs?.[0]);
}

/** The ranges of a VPC, IPv4 and IPv6. */
export function rangesOf(vpc: Vpc | undefined): string[] {
  const v4 = (vpc?.CidrBlockAssociationSet ?? [])
    .filter((item) => item.CidrBlockState?.State === "associated")
    .map((item) => item.CidrBlock!);
  const v6 = (vpc?.Ipv6CidrBlockAssociationSet ?? [])
    .filter((item) => item.Ipv6CidrBlockState?.State === "associated")
    .map((item) => item.Ipv6CidrBlock!);
  return [...v4, ...v6];
}

/** The number of network interfaces that use a group, including those of AWS services. */
export async function countInterfaces(ec2: EC2, id: string): Promise<number> {
  const found = await pages(
    (NextToken) =>
      ec2.describeNetworkInterfaces({
        Filters: [{ Name: "group-id", Values: [id] }],
        IncludeManagedResources: true,
        NextToken,
      }),
    (page) => page.NetworkInterfaces,
    (page) => page.NextToken,
  );
  return found.length;
}
