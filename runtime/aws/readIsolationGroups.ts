import type { EC2, IpPermission, SecurityGroup, SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { ReadContext } from "../model/response";
import type { Target } from "../model/target";
import {
  type GroupKind,
  groupNamePrefix,
  groupOf,
  groupTag,
  type IsolationGroup,
  type Rule,
  surplusRules,
} from "./isolationGroup";
import type { Naming } from "./makeIsolationGroup";
import { pages } from "./pages";

/** Our groups in some VPCs, and what the name of a new one depends on. */
export interface OurGroups extends Pick<Naming, "takenNames" | "suffixes"> {
  groups: IsolationGroup[];
}

/** Where our groups are, and which kind is needed if not both. */
export interface Wanted {
  vpcs: string[];
  kind?: GroupKind;
  target: Target;
  context: Pick<ReadContext<unknown>, "unguessable">;
}

/**
 * Our groups among those that were read. A group is ours if it has our tag and belongs to the account; its rules are read, not
 * assumed. Rule ids cost one more call and are read only if rules must be removed.
 */
export async function oursAmong(ec2: EC2, found: SecurityGroup[], wanted: Wanted): Promise<OurGroups> {
  const { vpcs, kind, target, context } = wanted;
  const ours = found.filter((group) => isolationKind(group) && group.OwnerId === target.accountId);
  const groups = ours.map((group) => ({
    id: group.GroupId!,
    vpcId: group.VpcId!,
    kind: isolationKind(group)!,
    rules: rulesOf(group),
  }));
  const named = found.filter((group) => group.GroupName!.startsWith(groupNamePrefix) && !ours.includes(group));
  const needed = kind ? [kind] : (["open", "closed"] as const);
  const has = (vpcId: string) => needed.every((one) => groupOf({ groups }, vpcId, one) !== undefined);
  const lacking = vpcs.filter((vpcId) => !has(vpcId));
  return {
    groups: await withRuleIds(ec2, groups),
    takenNames: named.map((group) => ({ vpcId: group.VpcId!, name: group.GroupName! })),
    ...(lacking.length > 0 && context.unguessable && { suffixes: await suffixesOf(lacking, target, context) }),
  };
}

/** The name suffixes of our groups in VPCs that lack some. */
async function suffixesOf(vpcs: string[], { accountId, region }: Target, context: Wanted["context"]) {
  const about = (vpcId: string) => context.unguessable!(`isolation ${accountId} ${region} ${vpcId}`);
  return Object.fromEntries(await Promise.all(vpcs.map(async (vpcId) => [vpcId, await about(vpcId)])));
}

/** Which of these groups exist. They may have been deleted; a filter leaves them out, while a list of ids would be an error. */
export async function existingGroups(ec2: EC2, ids: string[]): Promise<SecurityGroup[]> {
  return pages(
    (NextToken) => ec2.describeSecurityGroups({ Filters: [{ Name: "group-id", Values: ids }], NextToken }),
    (page) => page.SecurityGroups,
    (page) => page.NextToken,
  );
}

/** The kind of one of our groups, by its tag; undefined for a group without it. */
export function isolationKind(group: SecurityGroup): GroupKind | undefined {
  const value = group.Tags?.find((tag) => tag.Key === groupTag)?.Value;
  return value === "open" || value === "closed" ? value : undefined;
}

function rulesOf(group: SecurityGroup): Rule[] {
  const expand = (permission: IpPermission, egress: boolean): Rule[] =>
    [
      ...(permission.IpRanges ?? []).map((range) => range.CidrIp!),
      ...(permission.Ipv6Ranges ?? []).map((range) => range.CidrIpv6!),
      ...(permission.UserIdGroupPairs ?? []).map((pair) => pair.GroupId ?? pair.GroupName!),
      ...(permission.PrefixListIds ?? []).map((list) => list.PrefixListId!),
    ].map((source) => ({ egress, protocol: permission.IpProtocol!, source }));
  return [
    ...(group.IpPermissions ?? []).flatMap((permission) => expand(permission, false)),
    ...(group.IpPermissionsEgress ?? []).flatMap((permission) => expand(permission, true)),
  ];
}

async function withRuleIds(ec2: EC2, groups: IsolationGroup[]): Promise<IsolationGroup[]> {
  const odd = groups.filter((group) => surplusRules(group).length > 0).map((group) => group.id);
  if (odd.length === 0) return groups;
  const rules = await pages(
    (NextToken) => ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: odd }], NextToken }),
    (page) => page.SecurityGroupRules,
    (page) => page.NextToken,
  );
  return groups.map((group) => withIds(group, rules.filter((rule) => rule.GroupId === group.id).map(ruleOf)));
}

/** An answer older than the group lacks rules: then the rules read with the group stay, without ids. */
function withIds(group: IsolationGroup, rules: Rule[]): IsolationGroup {
  const isThere = (rule: Rule) =>
    rules.some(
      ({ egress, protocol, source }) => egress === rule.egress && protocol === rule.protocol && source === rule.source,
    );
  return rules.length > 0 && group.rules.every(isThere) ? { ...group, rules } : group;
}

function ruleOf(rule: SecurityGroupRule): Rule {
  return {
    id: rule.SecurityGroupRuleId!,
    egress: rule.IsEgress ?? false,
    protocol: rule.IpProtocol!,
    source: rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? "unknown",
  };
}
