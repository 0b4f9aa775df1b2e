import { type Call, placeholder } from "../../response";
import {
  changeable,
  containmentTag,
  type GroupKind,
  groupNamePrefix,
  groupOf,
  groupTag,
  type InstanceState,
  type Interface,
  type IsolationGroup,
  type IsolationSettings,
  isClosed,
  isVerified,
  missingRules,
  type Rule,
  surplusRules,
} from "./state";

/**
 * The calls that are still missing until the instance is isolated, in the order in which they have to happen: an interface
 * that an earlier run left on the open group first, then evidence, then out of Auto Scaling and load balancers (a cut
 * instance fails health checks and is replaced), then the groups, then the interfaces: all open, then all closed
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html).
 */
export function plan(state: InstanceState, settings: IsolationSettings): Call[] {
  return [
    ...abandonedOpen(state),
    ...protectEvidence(state, settings),
    ...leaveAutoScaling(state),
    ...leaveLoadBalancers(state),
    ...prepareGroups(state),
    ...switchGroups(state, settings),
  ];
}

const isOpened = (state: InstanceState, port: Interface) =>
  state.groups.some((group) => group.kind === "open" && group.vpcId === port.vpcId && port.groups.includes(group.id));

const openPorts = (state: InstanceState) => changeable(state).filter((port) => isOpened(state, port));

/** A crash between the two steps leaves an interface open to the world: closing it comes before everything else. */
function abandonedOpen(state: InstanceState): Call[] {
  return openPorts(state).flatMap((port) => {
    const closed = groupOf(state, port.vpcId, "closed");
    return isVerified(closed) ? [setGroups(port, closed.id, "an earlier run left it on the open group")] : [];
  });
}

function protectEvidence(state: InstanceState, settings: IsolationSettings): Call[] {
  const InstanceId = state.id;
  const calls: Call[] = [];
  const modify = (input: object, reason: string, changes: string[]) =>
    calls.push({
      service: "ec2",
      operation: "ModifyInstanceAttribute",
      input: { InstanceId, ...input },
      reason,
      changes,
      secondary: true,
    });
  if (!state.terminationProtection && !state.spot) {
    modify({ DisableApiTermination: { Value: true } }, "nobody may terminate the evidence by mistake", ["termination"]);
  }
  if (state.shutdownBehavior === "terminate" && state.rootDevice === "ebs") {
    modify(
      { InstanceInitiatedShutdownBehavior: { Value: "stop" } },
      "a shutdown from inside must not destroy the evidence",
      ["shutdown"],
    );
  }
  const doomed = state.volumes.filter((volume) => volume.deleteOnTermination);
  if (doomed.length > 0) {
    const BlockDeviceMappings = doomed.map(({ device }) => ({
      DeviceName: device,
      Ebs: { DeleteOnTermination: false },
    }));
    modify({ BlockDeviceMappings }, "the volumes must outlive the instance", ["instance"]);
  }
  if (settings.snapshots && state.volumes.length > 0 && state.snapshots.length === 0) {
    calls.push({
      service: "ec2",
      operation: "CreateSnapshots",
      input: {
        InstanceSpecification: { InstanceId },
        Description: `Firebreak evidence of ${InstanceId}`,
        CopyTagsFromSource: "volume",
        TagSpecifications: [{ ResourceType: "snapshot", Tags: [{ Key: containmentTag, Value: state.containment }] }],
      },
      reason: "all volumes at one moment, before anything else changes",
      changes: [],
      secondary: true,
    });
  }
  return calls;
}

function leaveAutoScaling(state: InstanceState): Call[] {
  if (state.autoScaling?.lifecycle !== "InService") return [];
  return [
    {
      service: "autoScaling",
      operation: "EnterStandby",
      input: {
        AutoScalingGroupName: state.autoScaling.group,
        InstanceIds: [state.id],
        ShouldDecrementDesiredCapacity: false,
      },
      reason: "no health check may terminate it, and the group starts a replacement",
      changes: ["autoScaling", "registrations"],
    },
  ];
}

function leaveLoadBalancers(state: InstanceState): Call[] {
  return state.registrations
    .filter((registration) => !registration.draining)
    .map(({ kind, name, target, port }) =>
      kind === "classic"
        ? {
            service: "elb",
            operation: "DeregisterInstancesFromLoadBalancer",
            input: { LoadBalancerName: name, Instances: [{ InstanceId: target }] },
            reason: "requests must not reach an instance that is about to be cut",
            changes: ["registrations"],
          }
        : {
            service: "elbv2",
            operation: "DeregisterTargets",
            input: { TargetGroupArn: name, Targets: [{ Id: target, ...(port !== undefined && { Port: port }) }] },
            reason: "requests must not reach an instance that is about to be cut",
            changes: ["registrations"],
          },
    );
}

/** One pair a VPC, made only for interfaces that are not closed yet. All are made first, so that one reading sees them. */
function prepareGroups(state: InstanceState): Call[] {
  const vpcs = changeable(state)
    .filter((port) => !isClosed(state, port))
    .map((port) => port.vpcId);
  const kinds: GroupKind[] = ["closed", "open"];
  const wanted = [...new Set(vpcs)].flatMap((vpcId) => kinds.map((kind) => ({ vpcId, kind })));
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

/** What a new group will be as far as it is known: it lets everything out over IPv4. The real rules are read before use. */
function freshGroup(vpcId: string, kind: GroupKind): IsolationGroup {
  return { id: newGroup(kind, vpcId), vpcId, kind, rules: [{ egress: true, protocol: "-1", source: "0.0.0.0/0" }] };
}

/** One name a VPC, so that two runs at once cannot make two; another one if somebody else took it. */
function groupName(state: InstanceState, vpcId: string, kind: GroupKind): string {
  const name = `${groupNamePrefix}${kind}`;
  return state.takenNames.some((taken) => taken.vpcId === vpcId && taken.name === name)
    ? `${name}-${state.containment}`
    : name;
}

const newGroup = (kind: GroupKind, vpcId: string) => placeholder(`new ${kind} group in ${vpcId}`);

function repair(group: IsolationGroup): Call[] {
  return [true, false].flatMap((egress) => {
    const surplus = surplusRules(group).filter((rule) => rule.egress === egress);
    const missing = missingRules(group).filter((rule) => rule.egress === egress);
    return [
      ...(surplus.length > 0 ? [revoke(group, egress, surplus)] : []),
      ...(missing.length > 0 ? [authorize(group.id, egress, missing)] : []),
    ];
  });
}

function revoke(group: IsolationGroup, egress: boolean, rules: Rule[]): Call {
  return {
    service: "ec2",
    operation: egress ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress",
    input: {
      GroupId: group.id,
      SecurityGroupRuleIds: rules.map((rule) => rule.id ?? placeholder(`rule ${rule.source} of ${group.id}`)),
    },
    reason: `the ${group.kind} group must not have ${rules.map((rule) => `${rule.protocol} ${rule.source}`).join(", ")}`,
    changes: ["groups"],
  };
}

function authorize(GroupId: string, egress: boolean, rules: Rule[]): Call {
  const wanted = rules.filter((rule) => rule.egress === egress).map((rule) => rule.source);
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
    reason: "only flows that everything is allowed for are untracked and end when the group goes",
    changes: ["groups"],
  };
}

/**
 * Opens all interfaces, waits, closes all. Interfaces whose groups are not ready come first, so that none is opened long
 * before it is closed; only if their groups cannot be had at all are the others switched without them.
 */
function switchGroups(state: InstanceState, settings: IsolationSettings): Call[] {
  const isReady = (port: Interface) =>
    isVerified(groupOf(state, port.vpcId, "open")) && isVerified(groupOf(state, port.vpcId, "closed"));
  const abandoned = openPorts(state).filter((port) => isVerified(groupOf(state, port.vpcId, "closed")));
  const rest = changeable(state).filter((port) => !isClosed(state, port) && !abandoned.includes(port));
  const ports = [...rest.filter((port) => !isReady(port)), ...rest.filter(isReady)];
  const change = (port: Interface, kind: GroupKind, reason: string): Call => ({
    ...setGroups(port, groupOf(state, port.vpcId, kind)?.id ?? newGroup(kind, port.vpcId), reason),
    ...(!isReady(port) && { waitsFor: `both groups of ${port.vpcId} read back` }),
  });
  const opening = ports.filter((port) => !isOpened(state, port));
  const pauses = [ports[0], ports.find(isReady)];
  return [
    ...opening.map((port) => change(port, "open", "turns its flows into untracked ones")),
    ...ports.map((port) => ({
      ...change(port, "closed", "cuts every untracked flow, IPv4 and IPv6"),
      ...(pauses.includes(port) && settings.conversionSeconds > 0 && { wait: settings.conversionSeconds }),
    })),
  ];
}

function setGroups(port: Interface, groupId: string, reason: string): Call {
  return {
    service: "ec2",
    operation: "ModifyNetworkInterfaceAttribute",
    input: { NetworkInterfaceId: port.id, Groups: [groupId] },
    reason: `${port.id}: ${reason}`,
    changes: ["instance"],
  };
}
