import { type Call, placeholder } from "../model/call";
import type { OwnGroup } from "../model/response";
import {
  type GroupKind,
  groupNamePrefix,
  groupTag,
  type IsolationGroup,
  missingRules,
  type Rule,
  surplusRules,
} from "./isolationGroup";

/** What the name of a new group depends on. */
export interface Naming {
  /** Names with our prefix of groups that are not ours: a name proves nothing. */
  takenNames: { vpcId: string; name: string }[];
  /** The unpredictable name suffix of our groups in each VPC; known if a group must be created. */
  suffixes?: Record<string, string>;
  containment: string;
}

/** Creates a group of a kind in a VPC. */
export function createGroup(naming: Naming, vpcId: string, kind: GroupKind): Call {
  return {
    service: "ec2",
    operation: "CreateSecurityGroup",
    input: {
      GroupName: groupName(naming, vpcId, kind),
      Description:
        kind === "closed" ? "Firebreak: isolated, no traffic" : "Firebreak: seconds of passage before isolation",
      VpcId: vpcId,
      TagSpecifications: [{ ResourceType: "security-group", Tags: [{ Key: groupTag, Value: kind }] }],
    },
    reason: `${vpcId} has no ${kind} group yet`,
    changes: ["groups"],
  };
}

/** A new group as far as it is known: it allows all egress over IPv4. The real rules are read before use. */
export function freshGroup(vpcId: string, kind: GroupKind): IsolationGroup {
  return { id: newGroup(kind, vpcId), vpcId, kind, rules: [{ egress: true, protocol: "-1", source: "0.0.0.0/0" }] };
}

/**
 * One name per VPC, so that two parallel runs cannot create two groups, with an unpredictable suffix, so that others cannot take
 * it first. If it is taken anyway, the next number is used.
 */
function groupName({ takenNames, suffixes, containment }: Naming, vpcId: string, kind: GroupKind): string {
  const name = `${groupNamePrefix}${kind}-${suffixes?.[vpcId] ?? containment}`;
  const isTaken = (text: string) => takenNames.some((taken) => taken.vpcId === vpcId && taken.name === text);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** The placeholder of a group that is about to be created. */
export const newGroup = (kind: GroupKind, vpcId: string) => placeholder(`new ${kind} group in ${vpcId}`);

/** The calls after which a group has exactly the wanted rules. */
export function repairGroup(group: IsolationGroup): Call[] {
  return [true, false].flatMap((egress) => {
    const surplus = surplusRules(group).filter((rule) => rule.egress === egress);
    const missing = missingRules(group).filter((rule) => rule.egress === egress);
    return [
      ...(surplus.length > 0 ? [revoke(group, surplus)] : []),
      ...(missing.length > 0 ? [authorize(group.id, egress, missing)] : []),
    ];
  });
}

/** Removes rules of one direction from one of our groups. */
export function revoke(group: IsolationGroup, rules: Rule[]): Call {
  return {
    service: "ec2",
    operation: rules[0]!.egress ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress",
    input: {
      GroupId: group.id,
      SecurityGroupRuleIds: rules.map((rule) => rule.id ?? placeholder(`rule ${rule.source} of ${group.id}`)),
    },
    reason: `the ${group.kind} group must not have ${rules.map((rule) => `${rule.protocol} ${rule.source}`).join(", ")}`,
    changes: ["groups"],
  };
}

function authorize(GroupId: string, egress: boolean, rules: Rule[]): Call {
  const wanted = rules.map((rule) => rule.source);
  const v4 = wanted.filter((source) => !source.includes(":"));
  const v6 = wanted.filter((source) => source.includes(":"));
  return {
    service: "ec2",
    operation: egress ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress",
    input: {
      GroupId,
      IpPermissions: [
        {
          IpProtocol: "-1",
          ...(v4.length > 0 && { IpRanges: v4.map((CidrIp) => ({ CidrIp })) }),
          ...(v6.length > 0 && { Ipv6Ranges: v6.map((CidrIpv6) => ({ CidrIpv6 })) }),
        },
      ],
    },
    reason: "only flows without any restriction are untracked, and these end when the group is removed",
    changes: ["groups"],
    prepares: true,
  };
}

/** The group that a call created, by AWS's answer: anyone can choose a name or a tag. */
export function madeGroups({ operation, input }: Call, output: { GroupId?: string }): OwnGroup[] {
  if (operation !== "CreateSecurityGroup" || !output.GroupId) return [];
  const [{ Tags = [] } = {}] = input["TagSpecifications"] as { Tags?: { Key: string; Value: string }[] }[];
  const kind = Tags.find(({ Key }) => Key === groupTag)!.Value as GroupKind;
  return [{ vpcId: input["VpcId"] as string, kind, groupId: output.GroupId }];
}
