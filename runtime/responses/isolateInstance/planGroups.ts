import { type Call, placeholder } from "../../model/call";
import {
  changeable,
  type GroupKind,
  groupNamePrefix,
  groupOf,
  groupTag,
  type InstanceState,
  type Interface,
  type IsolationGroup,
  type IsolationSettings,
  isClosed,
  missingRules,
  type Rule,
  surplusRules,
} from "./state";

/** Whether an interface goes through the open group before it is closed. */
export function goesThroughOpen(port: Interface, { openFirst = "unless-no-egress" }: IsolationSettings): boolean {
  return openFirst === "always" || (openFirst === "unless-no-egress" && !port.withoutEgress);
}

/** One pair per VPC, created only for interfaces that are not closed yet. All are created first, so that one reading sees them. */
export function prepareGroups(state: InstanceState, settings: IsolationSettings): Call[] {
  const ports = changeable(state).filter((port) => !isClosed(state, port));
  const vpcs = [...new Set(ports.map((port) => port.vpcId))];
  const wanted = vpcs.flatMap((vpcId) => {
    const opened = ports.some((port) => port.vpcId === vpcId && goesThroughOpen(port, settings));
    return (opened ? (["closed", "open"] as const) : (["closed"] as const)).map((kind) => ({ vpcId, kind }));
  });
  return [
    ...wanted
      .filter(({ vpcId, kind }) => !groupOf(state, vpcId, kind))
      .map(({ vpcId, kind }) => create(state, vpcId, kind)),
    ...wanted.flatMap(({ vpcId, kind }) => repair(groupOf(state, vpcId, kind) ?? freshGroup(vpcId, kind))),
  ];
}

function create(state: InstanceState, vpcId: string, kind: GroupKind): Call {
  return {
    service: "ec2",
    operation: "CreateSecurityGroup",
    input: {
      GroupName: groupName(state, vpcId, kind),
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
function freshGroup(vpcId: string, kind: GroupKind): IsolationGroup {
  return { id: newGroup(kind, vpcId), vpcId, kind, rules: [{ egress: true, protocol: "-1", source: "0.0.0.0/0" }] };
}

/**
 * One name per VPC, so that two parallel runs cannot create two groups, with an unpredictable suffix, so that others cannot take
 * it first. If it is taken anyway, the next number is used.
 */
function groupName({ takenNames, suffixes, containment }: InstanceState, vpcId: string, kind: GroupKind): string {
  const name = `${groupNamePrefix}${kind}-${suffixes?.[vpcId] ?? containment}`;
  const isTaken = (text: string) => takenNames.some((taken) => taken.vpcId === vpcId && taken.name === text);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** The placeholder of a group that is about to be created. */
export const newGroup = (kind: GroupKind, vpcId: string) => placeholder(`new ${kind} group in ${vpcId}`);

function repair(group: IsolationGroup): Call[] {
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
