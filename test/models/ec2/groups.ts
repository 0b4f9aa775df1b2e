import { givenTags, missing, type Operations, refused, tagList } from "../model";
import { passes } from "./filters";
import { type Ec2Group, type Ec2Rule, type Ec2State, freshId } from "./state";

function groupNamed({ groups }: Ec2State, id: string): Ec2Group {
  const found = groups[id];
  if (!found) throw missing("InvalidGroup.NotFound", `the security group '${id}'`);
  return found;
}

/** Groups of another account are visible and refuse changes. */
function ownGroup(state: Ec2State, id: string): Ec2Group {
  const found = groupNamed(state, id);
  if (found.owner !== state.account) throw refused("UnauthorizedOperation", "the group of another account");
  return found;
}

/** Rules of one protocol and port range are one permission. */
function permissions(state: Ec2State, groupId: string, egress: boolean) {
  return state.rules
    .filter((rule) => rule.groupId === groupId && rule.egress === egress)
    .map(({ protocol, from, to, kind, source, description }) => ({
      IpProtocol: protocol,
      ...(protocol !== "-1" && { FromPort: from, ToPort: to }),
      IpRanges: kind === "ipv4" ? [{ CidrIp: source, ...(description && { Description: description }) }] : [],
      Ipv6Ranges: kind === "ipv6" ? [{ CidrIpv6: source }] : [],
      PrefixListIds: kind === "prefix-list" ? [{ PrefixListId: source }] : [],
      UserIdGroupPairs: kind === "group" ? [{ GroupId: source }] : [],
    }));
}

/** Every rule that a permission stands for. */
function rulesIn(state: Ec2State, groupId: string, egress: boolean, permission: any): Ec2Rule[] {
  const { IpProtocol, FromPort, ToPort } = permission;
  if (IpProtocol === undefined) throw refused("MissingParameter", "IpProtocol");
  const ranged = IpProtocol === "tcp" || IpProtocol === "udp";
  if (ranged && (FromPort === undefined || ToPort === undefined)) throw refused("MissingParameter", "ports");
  const given: [Ec2Rule["kind"], any[] | undefined, string][] = [
    ["ipv4", permission.IpRanges, "CidrIp"],
    ["ipv6", permission.Ipv6Ranges, "CidrIpv6"],
    ["prefix-list", permission.PrefixListIds, "PrefixListId"],
    ["group", permission.UserIdGroupPairs, "GroupId"],
  ];
  const rules = given.flatMap(([kind, ranges = [], name]) =>
    ranges.map((range) => ({ kind, source: range[name] as string, description: described(range) })),
  );
  if (rules.length === 0) throw refused("MissingParameter", "no source");
  return rules.map((rule) => ({
    id: freshId(state, "sgr"),
    groupId,
    egress,
    protocol: IpProtocol,
    from: FromPort ?? -1,
    to: ToPort ?? -1,
    ...rule,
    tags: {},
  }));
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
function described({ Description = "" }: any): string {
  if (!/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/.test(Description))
    throw refused("InvalidParameterValue", `Description ${Description}`);
  return Description;
}

const isSame = (left: Ec2Rule, right: Ec2Rule) =>
  (["groupId", "egress", "protocol", "from", "to", "kind", "source"] as const).every((key) => left[key] === right[key]);

function refuseDuplicate(state: Ec2State, rule: Ec2Rule): void {
  const same = state.rules.find((other) => other.id !== rule.id && isSame(other, rule));
  if (same) throw refused("InvalidPermission.Duplicate", `the specified rule already exists: ${same.id}`);
}

/** All rules of a call or none. */
const authorize = (egress: boolean) => (state: Ec2State, input: any) => {
  ownGroup(state, input.GroupId);
  const tags = givenTags(input, "security-group-rule");
  if (Object.keys(tags).some((key) => key.startsWith("aws:"))) throw refused("InvalidParameterValue", "reserved tag");
  const rules = input.IpPermissions.flatMap((item: any) => rulesIn(state, input.GroupId, egress, item));
  for (const rule of rules) {
    refuseDuplicate(state, rule);
    if (rule.kind === "prefix-list" && !state.prefixLists[rule.source])
      throw missing("InvalidPrefixListID.NotFound", rule.source);
  }
  state.rules.push(...rules.map((rule: Ec2Rule) => ({ ...rule, tags })));
};

const revoke = (egress: boolean) => (state: Ec2State, input: any) => {
  ownGroup(state, input.GroupId);
  for (const id of input.SecurityGroupRuleIds) ruleNamed(state, input.GroupId, id, egress);
  state.rules = state.rules.filter((rule) => !input.SecurityGroupRuleIds.includes(rule.id));
};

function ruleNamed(state: Ec2State, groupId: string, id: string, egress?: boolean): Ec2Rule {
  const rule = state.rules.find((item) => item.id === id && item.groupId === groupId);
  if (!rule || (egress !== undefined && rule.egress !== egress))
    throw missing("InvalidSecurityGroupRuleId.NotFound", `the security group rule ID '${id}'`);
  return rule;
}

/** The kind of a rule's source cannot be changed: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html */
function modify(state: Ec2State, input: any) {
  ownGroup(state, input.GroupId);
  for (const { SecurityGroupRuleId, SecurityGroupRule: to } of input.SecurityGroupRules) {
    const rule = ruleNamed(state, input.GroupId, SecurityGroupRuleId);
    const sources = [to.CidrIpv4 && "ipv4", to.CidrIpv6 && "ipv6", to.PrefixListId && "prefix-list"].filter(Boolean);
    if (sources.length !== 1 || sources[0] !== rule.kind) throw refused("InvalidParameterCombination", "one source");
    const changed = {
      ...rule,
      protocol: to.IpProtocol,
      from: to.FromPort,
      to: to.ToPort,
      source: to.CidrIpv4 ?? to.CidrIpv6 ?? to.PrefixListId,
      description: described(to),
    };
    refuseDuplicate(state, changed);
    Object.assign(rule, changed);
  }
}

const shown = (state: Ec2State, [id, group]: [string, Ec2Group]) => ({
  GroupId: id,
  GroupName: group.name,
  VpcId: group.vpcId,
  OwnerId: group.owner,
  Description: group.description,
  Tags: tagList(group.tags),
  IpPermissions: permissions(state, id, false),
  IpPermissionsEgress: permissions(state, id, true),
});

const change = ["GroupId", "IpPermissions", "TagSpecifications"];

/** Security groups and their rules. */
export const groupOperations: Operations<Ec2State> = {
  DescribeSecurityGroups: {
    parameters: ["GroupIds", "Filters", "NextToken", "MaxResults"],
    act(state, { GroupIds, Filters }) {
      for (const id of GroupIds ?? []) groupNamed(state, id);
      const found = Object.entries(state.groups).filter(
        ([id, group]) =>
          (!GroupIds || GroupIds.includes(id)) &&
          passes(Filters, {
            "group-id": [id],
            "group-name": [group.name],
            "vpc-id": [group.vpcId],
            "owner-id": [group.owner],
            "tag-key": Object.keys(group.tags),
            ...Object.fromEntries(Object.entries(group.tags).map(([key, value]) => [`tag:${key}`, [value]])),
          }),
      );
      return { SecurityGroups: found.map((item) => shown(state, item)) };
    },
  },
  DescribeSecurityGroupRules: {
    parameters: ["Filters", "SecurityGroupRuleIds", "NextToken", "MaxResults"],
    act: (state, { Filters, SecurityGroupRuleIds }) => ({
      SecurityGroupRules: state.rules
        .filter((rule) => !SecurityGroupRuleIds || SecurityGroupRuleIds.includes(rule.id))
        .filter((rule) => passes(Filters, { "group-id": [rule.groupId], "security-group-rule-id": [rule.id] }))
        .map((rule) => ({
          SecurityGroupRuleId: rule.id,
          GroupId: rule.groupId,
          IsEgress: rule.egress,
          IpProtocol: rule.protocol,
          FromPort: rule.from,
          ToPort: rule.to,
          ...(rule.kind === "ipv4" && { CidrIpv4: rule.source }),
          ...(rule.kind === "ipv6" && { CidrIpv6: rule.source }),
          ...(rule.kind === "prefix-list" && { PrefixListId: rule.source }),
          ...(rule.kind === "group" && { ReferencedGroupInfo: { GroupId: rule.source } }),
          ...(rule.description && { Description: rule.description }),
          Tags: tagList(rule.tags),
        })),
    }),
  },
  /** A new group allows all outbound IPv4 traffic: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html */
  CreateSecurityGroup: {
    parameters: ["GroupName", "Description", "VpcId", "TagSpecifications"],
    act(state, input) {
      const { GroupName: name, Description: description, VpcId: vpcId } = input;
      if (!state.vpcs[vpcId]) throw missing("InvalidVpcID.NotFound", `the vpc ID '${vpcId}'`);
      if (Object.values(state.groups).some((group) => group.vpcId === vpcId && group.name === name))
        throw refused("InvalidGroup.Duplicate", `the security group '${name}' already exists for VPC '${vpcId}'`);
      const id = freshId(state, "sg");
      state.groups[id] = { name, vpcId, description, owner: state.account, tags: givenTags(input, "security-group") };
      state.rules.push(...rulesIn(state, id, true, { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }));
      return { GroupId: id };
    },
  },
  AuthorizeSecurityGroupIngress: { parameters: change, act: authorize(false) },
  AuthorizeSecurityGroupEgress: { parameters: change, act: authorize(true) },
  RevokeSecurityGroupIngress: { parameters: ["GroupId", "SecurityGroupRuleIds"], act: revoke(false) },
  RevokeSecurityGroupEgress: { parameters: ["GroupId", "SecurityGroupRuleIds"], act: revoke(true) },
  ModifySecurityGroupRules: { parameters: ["GroupId", "SecurityGroupRules"], act: modify },
};
