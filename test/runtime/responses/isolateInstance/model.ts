import type { Call } from "../../../../runtime/model/call";
import type { InstanceState, Rule } from "../../../../runtime/responses/isolateInstance/state";

/**
 * What AWS does to an instance, as isolation reads it, when a planned call is made. It is strict: what AWS would
 * refuse throws, so that a plan cannot pass by luck.
 */
export function apply(state: InstanceState, call: Call): InstanceState {
  const model = models[call.operation];
  if (!model) throw new Error(`the model does not know ${call.operation}`);
  return model(structuredClone(state), call.input as any);
}

let serial = 0;
/** Never an id that a generated state may contain: those are hexadecimal numbers without the word. */
const fresh = (prefix: string) => `${prefix}-made${String(++serial).padStart(8, "0")}`;

const models: Record<string, (state: InstanceState, input: any) => InstanceState> = {
  ModifyInstanceAttribute(state, input) {
    if (input.DisableApiTermination) {
      if (state.spot && input.DisableApiTermination.Value) throw new Error("UnsupportedOperation: Spot");
      state.terminationProtection = input.DisableApiTermination.Value;
    }
    if (input.InstanceInitiatedShutdownBehavior) {
      if (state.rootDevice === "instance-store") throw new Error("UnsupportedOperation: instance store");
      state.shutdownBehavior = input.InstanceInitiatedShutdownBehavior.Value;
    }
    for (const { DeviceName, Ebs } of input.BlockDeviceMappings ?? []) {
      const volume = state.volumes.find((item) => item.device === DeviceName);
      if (!volume) throw new Error(`InvalidInstanceAttributeValue: ${DeviceName}`);
      volume.deleteOnTermination = Ebs.DeleteOnTermination;
    }
    return state;
  },
  CreateNetworkAclEntry(state, input) {
    const acl = state.acls?.find(({ id }) => id === input.NetworkAclId);
    if (!acl) throw new Error("InvalidNetworkAclID.NotFound");
    const { Egress: egress, RuleNumber: number, Protocol: protocol } = input;
    if (acl.entries.some((entry) => entry.egress === egress && entry.number === number))
      throw new Error("NetworkAclEntryAlreadyExists");
    const cidr = input.CidrBlock ?? input.Ipv6CidrBlock;
    acl.entries.push({ number, egress, protocol, cidr, allow: input.RuleAction === "allow" });
    return state;
  },
  CreateSnapshots(state) {
    state.snapshots.push(...state.volumes.map(() => fresh("snap")));
    return state;
  },
  LockSnapshot(state, input) {
    const snapshot = state.custody?.snapshots.find(({ id }) => id === input.SnapshotId);
    if (!snapshot) throw new Error("InvalidSnapshot.NotFound");
    snapshot.lock = { mode: input.LockMode };
    return state;
  },
  EnterStandby(state) {
    if (state.autoScaling?.lifecycle !== "InService") throw new Error("ValidationError: not in service");
    state.autoScaling.lifecycle = "Standby";
    for (const registration of state.registrations)
      if (registration.kind === "target-group") registration.draining = true;
    return state;
  },
  ExitStandby(state) {
    const { autoScaling } = state;
    if (autoScaling?.lifecycle !== "Standby" || autoScaling.desired >= autoScaling.max)
      throw new Error("ValidationError");
    autoScaling.lifecycle = "InService";
    autoScaling.desired++;
    return state;
  },
  DeregisterTargets(state, input) {
    for (const target of input.Targets) {
      const found = state.registrations.find(
        (item) => item.name === input.TargetGroupArn && item.target === target.Id && item.port === target.Port,
      );
      if (!found) throw new Error("InvalidTarget");
      found.draining = true;
    }
    return state;
  },
  RegisterTargets(state, input) {
    if (!state.balancers.includes(input.TargetGroupArn)) throw new Error("TargetGroupNotFound");
    for (const target of input.Targets) {
      const registration = {
        kind: "target-group" as const,
        name: input.TargetGroupArn,
        target: target.Id,
        ...(target.Port !== undefined && { port: target.Port }),
        draining: false,
      };
      state.registrations = state.registrations.filter(
        (item) => item.name !== registration.name || item.target !== target.Id || item.port !== target.Port,
      );
      state.registrations.push(registration);
    }
    return state;
  },
  DeregisterInstancesFromLoadBalancer(state, input) {
    state.registrations = state.registrations.filter((item) => item.name !== input.LoadBalancerName);
    return state;
  },
  RegisterInstancesWithLoadBalancer(state, input) {
    if (!state.balancers.includes(input.LoadBalancerName)) throw new Error("LoadBalancerNotFound");
    state.registrations.push({ kind: "classic", name: input.LoadBalancerName, target: state.id, draining: false });
    return state;
  },
  CreateSecurityGroup(state, input) {
    const { VpcId: vpcId, GroupName: name } = input;
    if (state.takenNames.some((taken) => taken.vpcId === vpcId && taken.name === name))
      throw new Error("InvalidGroup.Duplicate");
    const kind = input.TagSpecifications[0].Tags[0].Value;
    const sources = ["0.0.0.0/0", "::/0"];
    const rules = sources.map((source) => ({ id: fresh("sgr"), egress: true, protocol: "-1", source }));
    state.groups.push({ id: fresh("sg"), vpcId, kind, rules });
    return state;
  },
  AuthorizeSecurityGroupIngress: (state, input) => authorize(state, input, false),
  AuthorizeSecurityGroupEgress: (state, input) => authorize(state, input, true),
  RevokeSecurityGroupIngress: (state, input) => revoke(state, input, false),
  RevokeSecurityGroupEgress: (state, input) => revoke(state, input, true),
  ModifyNetworkInterfaceAttribute(state, input) {
    const port = state.interfaces.find((item) => item.id === input.NetworkInterfaceId);
    if (!port) throw new Error("InvalidNetworkInterfaceID.NotFound");
    if (port.managedBy) throw new Error("OperationNotPermitted");
    if (input.Groups.length === 0) throw new Error("at least one group");
    for (const id of input.Groups) {
      const ours = state.groups.find((group) => group.id === id);
      if (ours && ours.vpcId !== port.vpcId) throw new Error("InvalidGroup.NotFound: another VPC");
      if (!ours && state.restorable && !state.restorable.includes(id)) throw new Error("InvalidGroup.NotFound");
    }
    port.groups = input.Groups;
    return state;
  },
};

function groupNamed(state: InstanceState, id: string) {
  const group = state.groups.find((item) => item.id === id);
  if (!group) throw new Error(`InvalidGroup.NotFound: ${id}`);
  return group;
}

function authorize(state: InstanceState, input: any, egress: boolean): InstanceState {
  const group = groupNamed(state, input.GroupId);
  for (const permission of input.IpPermissions) {
    const sources = [
      ...(permission.IpRanges ?? []).map((range: any) => range.CidrIp),
      ...(permission.Ipv6Ranges ?? []).map((range: any) => range.CidrIpv6),
    ];
    for (const source of sources) {
      const rule: Rule = { id: fresh("sgr"), egress, protocol: permission.IpProtocol, source };
      if (
        group.rules.some((item) => item.egress === egress && item.protocol === rule.protocol && item.source === source)
      ) {
        throw new Error("InvalidPermission.Duplicate");
      }
      group.rules.push(rule);
    }
  }
  return state;
}

function revoke(state: InstanceState, input: any, egress: boolean): InstanceState {
  const group = groupNamed(state, input.GroupId);
  for (const id of input.SecurityGroupRuleIds) {
    const at = group.rules.findIndex((rule) => rule.id === id && rule.egress === egress);
    if (at < 0) throw new Error(`InvalidSecurityGroupRuleId.NotFound: ${id}`);
    group.rules.splice(at, 1);
  }
  return state;
}
