import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
} from "@aws-sdk/client-ec2";
import { same } from "../../compare";
import type { Input, Kind } from "../../kind";
import type { Properties } from "../../properties";
import { retag, tagList, tagMap } from "../../tags";

const rules: Input = {
  unordered: true,
  fields: {
    protocol: {},
    fromPort: {},
    toPort: {},
    description: {},
    self: {},
    cidrBlocks: { unordered: true },
    ipv6CidrBlocks: { unordered: true },
    prefixListIds: { unordered: true },
    securityGroups: { unordered: true },
  },
};

export const securityGroup: Kind = {
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    description: { replaces: true, default: "Managed by Pulumi" },
    vpcId: { replaces: true },
    ingress: rules,
    egress: rules,
    revokeRulesOnDelete: { default: false },
  },
  async create(inputs, aws) {
    const answer = await aws.client(EC2Client).send(
      new CreateSecurityGroupCommand({
        GroupName: inputs.name,
        Description: inputs.description,
        VpcId: inputs.vpcId,
        ...(inputs.tags && {
          TagSpecifications: [{ ResourceType: "security-group", Tags: tagList(inputs.tags) }],
        }),
      }),
    );
    return answer.GroupId!;
  },
  finish: (id, inputs, aws) => setRules(aws.client(EC2Client), id, inputs),
  async read(id, aws) {
    const found = await describe(aws.client(EC2Client), id);
    return {
      inputs: {
        name: found.GroupName,
        description: found.Description,
        vpcId: found.VpcId,
        ingress: found.IpPermissions?.flatMap((permission) => rulesFrom(permission, id)) ?? [],
        egress: found.IpPermissionsEgress?.flatMap((permission) => rulesFrom(permission, id)) ?? [],
        tags: tagMap(found.Tags),
      },
      outputs: {
        arn: `arn:${aws.partition}:ec2:${aws.region}:${found.OwnerId}:security-group/${id}`,
        ownerId: found.OwnerId,
      },
    };
  },
  async update(id, inputs, aws, olds) {
    const ec2 = aws.client(EC2Client);
    if (!same([olds.ingress, olds.egress], [inputs.ingress, inputs.egress])) await setRules(ec2, id, inputs);
    await retag(olds, inputs, {
      set: (tags) => ec2.send(new CreateTagsCommand({ Resources: [id], Tags: tagList(tags) })),
      remove: (keys) => ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) })),
    });
  },
  async delete(id, aws, known) {
    const ec2 = aws.client(EC2Client);
    if (known.revokeRulesOnDelete) await setRules(ec2, id, {});
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
  },
};

async function describe(ec2: EC2Client, id: string): Promise<SecurityGroup> {
  return (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups![0]!;
}

/** Replaces the group's rules, including the rule for all outbound traffic that AWS adds to a new group. */
async function setRules(ec2: EC2Client, GroupId: string, inputs: Properties): Promise<void> {
  const now = await describe(ec2, GroupId);
  const ingress = inputs.ingress?.map((rule: Properties) => permissionOf(rule, GroupId)) ?? [];
  const egress = inputs.egress?.map((rule: Properties) => permissionOf(rule, GroupId)) ?? [];
  if (now.IpPermissions?.length) {
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: now.IpPermissions }));
  }
  if (now.IpPermissionsEgress?.length) {
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: now.IpPermissionsEgress }));
  }
  if (ingress.length) await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: ingress }));
  if (egress.length) await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: egress }));
}

function permissionOf(rule: Properties, own: string): IpPermission {
  const Description = rule.description;
  const groups = [...(rule.securityGroups ?? []), ...(rule.self ? [own] : [])];
  return {
    IpProtocol: rule.protocol,
    // All protocols have no ports.
    ...(rule.protocol !== "-1" && { FromPort: rule.fromPort, ToPort: rule.toPort }),
    IpRanges: rule.cidrBlocks?.map((CidrIp: string) => ({ CidrIp, Description })),
    Ipv6Ranges: rule.ipv6CidrBlocks?.map((CidrIpv6: string) => ({ CidrIpv6, Description })),
    PrefixListIds: rule.prefixListIds?.map((PrefixListId: string) => ({ PrefixListId, Description })),
    UserIdGroupPairs: groups.length ? groups.map((GroupId) => ({ GroupId, Description })) : undefined,
  };
}

/** The rules of one permission: one for each description, because a rule of @pulumi/aws has one. */
function rulesFrom(permission: IpPermission, own: string): Properties[] {
  const groups = permission.UserIdGroupPairs ?? [];
  const sources = [
    ...(permission.IpRanges ?? []).map((range) => ["cidrBlocks", range.CidrIp, range.Description]),
    ...(permission.Ipv6Ranges ?? []).map((range) => ["ipv6CidrBlocks", range.CidrIpv6, range.Description]),
    ...(permission.PrefixListIds ?? []).map((list) => ["prefixListIds", list.PrefixListId, list.Description]),
    ...groups.map((pair) => [pair.GroupId === own ? "self" : "securityGroups", pair.GroupId, pair.Description]),
  ] as [string, string, string | undefined][];
  const descriptions = [...new Set(sources.map(([, , description]) => description || undefined))];
  return descriptions.map((description) => {
    const rule: Properties = {
      protocol: permission.IpProtocol,
      fromPort: permission.FromPort ?? 0,
      toPort: permission.ToPort ?? 0,
      description,
    };
    for (const [kind, source] of sources.filter((item) => (item[2] || undefined) === description)) {
      if (kind === "self") rule.self = true;
      else rule[kind] = [...(rule[kind] ?? []), source];
    }
    return rule;
  });
}
