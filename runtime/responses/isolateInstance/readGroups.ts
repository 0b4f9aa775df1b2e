import type { EC2, IpPermission, SecurityGroup } from "@aws-sdk/client-ec2";
import { pages } from "../../aws/pages";
import {
  type GroupKind,
  groupNamePrefix,
  groupTag,
  type InstanceState,
  type IsolationGroup,
  type Rule,
  surplusRules,
} from "./state";

/**
 * Our groups in these VPCs. A group is ours if it carries our tag and belongs to the account; what it allows is read, not
 * believed. Rule ids cost one more call and are read only where rules have to be taken away.
 */
export async function readGroups(
  ec2: EC2,
  accountId: string,
  vpcs: string[],
): Promise<Pick<InstanceState, "groups" | "takenNames">> {
  if (vpcs.length === 0) return { groups: [], takenNames: [] };
  const found = await pages(
    (NextToken) =>
      ec2.describeSecurityGroups({
        Filters: [
          { Name: "vpc-id", Values: vpcs },
          { Name: "group-name", Values: [`${groupNamePrefix}*`] },
        ],
        NextToken,
      }),
    (page) => page.SecurityGroups,
    (page) => page.NextToken,
  );
  const ours = found.filter((group) => kindOf(group) && group.OwnerId === accountId);
  const groups = ours.map((group) => ({
    id: group.GroupId!,
    vpcId: group.VpcId!,
    kind: kindOf(group)!,
    rules: rulesOf(group),
  }));
  return {
    groups: await withRuleIds(ec2, groups),
    takenNames: found
      .filter((group) => !ours.includes(group))
      .map((group) => ({ vpcId: group.VpcId!, name: group.GroupName! })),
  };
}

function kindOf(group: SecurityGroup): GroupKind | undefined {
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
  return groups.map((group) =>
    odd.includes(group.id)
      ? {
          ...group,
          rules: rules
            .filter((rule) => rule.GroupId === group.id)
            .map((rule) => ({
              id: rule.SecurityGroupRuleId!,
              egress: rule.IsEgress ?? false,
              protocol: rule.IpProtocol!,
              source:
                rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? "unknown",
            })),
        }
      : group,
  );
}
