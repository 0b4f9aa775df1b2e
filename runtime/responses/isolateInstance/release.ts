import { isSameRegistration, register } from "../../aws/registrations";
import { raze } from "../../aws/wall/entries";
import type { Call, ReleasePlan } from "../../model/call";
import { unblock } from "./planDns";
import { earlierGroups, type InstancePriorState, type InstanceState, type Interface, isRead } from "./state";
import { restoreTimeouts } from "./timeouts";

/**
 * The prior state that a release restores, taken before the first change; parts that are read later are saved then. Our own
 * groups are never part of it.
 */
export function priorState(state: InstanceState): InstancePriorState {
  const read = (part: string) => isRead(state, part);
  return {
    ...(read("termination") && { terminationProtection: state.terminationProtection }),
    ...(read("shutdown") && { shutdownBehavior: state.shutdownBehavior }),
    deleteOnTermination: state.volumes
      .filter((volume) => volume.deleteOnTermination)
      .map(({ device, id }) => ({ device, volumeId: id })),
    interfaces: state.interfaces
      .filter((port) => !port.managedBy)
      .map((port) => ({
        id: port.id,
        groups: earlierGroups(state, port),
        ...(port.timeouts && { timeouts: port.timeouts }),
      })),
    ...(state.autoScaling?.lifecycle === "InService" && { autoScaling: { group: state.autoScaling.group } }),
    ...(read("registrations") && {
      registrations: state.registrations.filter((registration) => !registration.draining),
    }),
  };
}

/**
 * The calls that remove the isolation, in reverse order, and the drift: what is no longer as the containment made it. Evidence
 * stays: snapshots are not deleted.
 */
export function releasePlan(state: InstanceState, saved: InstancePriorState): ReleasePlan {
  const parts: ReleasePlan[] = [
    network(state, saved),
    restoreTimeouts(state, saved),
    raze(state),
    unblock(state),
    autoScaling(state, saved),
    balancers(state, saved),
    evidence(state, saved),
  ];
  const stuck = parts.flatMap((part) => part.stuck ?? []);
  return {
    calls: parts.flatMap((part) => part.calls),
    drift: parts.flatMap((part) => part.drift),
    ...(stuck.length > 0 && { stuck }),
  };
}

const sameGroups = (left: string[], right: string[]) =>
  left.length === right.length && left.every((group) => right.includes(group));

function network(state: InstanceState, saved: InstancePriorState): ReleasePlan {
  const calls: Call[] = [];
  const drift: string[] = [];
  const stuck: string[] = [];
  for (const port of saved.interfaces) {
    const now = state.interfaces.find((item) => item.id === port.id);
    const groups = port.groups.filter((group) => !state.restorable || state.restorable.includes(group));
    const lost = port.groups.filter((group) => !groups.includes(group));
    if (!now) {
      drift.push(`interface ${port.id} is no longer attached`);
      continue;
    }
    if (lost.length > 0)
      drift.push(`${port.id}: group ${lost.join(", ")} was deleted in the meantime and cannot be restored`);
    if (groups.length > 0 && sameGroups(now.groups, groups)) continue;
    if (!isOurs(state, now)) {
      drift.push(`${port.id} has groups ${now.groups.join(", ")}, set by others: left as they are`);
    } else if (groups.length === 0) {
      const why = port.groups.length > 0 ? "none of its earlier groups exists" : "its earlier groups are unknown";
      stuck.push(`${port.id} stays isolated: ${why}; assign a group by hand, then release again`);
    } else {
      calls.push({
        service: "ec2",
        operation: "ModifyNetworkInterfaceAttribute",
        input: { NetworkInterfaceId: port.id, Groups: groups },
        reason: `${port.id} gets back its groups ${groups.join(", ")}`,
        changes: ["instance"],
      });
    }
  }
  return { calls, drift, stuck };
}

/** Whether the interface's only group is one of ours, as a containment or a crash during one leaves it. */
function isOurs(state: InstanceState, port: Interface): boolean {
  const ours = state.groups.filter((group) => group.vpcId === port.vpcId).map((group) => group.id);
  return port.groups.length === 1 && ours.includes(port.groups[0]!);
}

function autoScaling(state: InstanceState, saved: InstancePriorState): ReleasePlan {
  const group = saved.autoScaling?.group;
  const now = state.autoScaling;
  if (!group || now?.lifecycle === "InService" || now?.lifecycle.startsWith("Pending")) return { calls: [], drift: [] };
  if (now?.group !== group || now.lifecycle !== "Standby") {
    return { calls: [], drift: [`the instance is no longer on standby in Auto Scaling group ${group}`] };
  }
  if (now.desired + 1 > now.max) {
    return {
      calls: [],
      drift: [],
      stuck: [
        `it stays on standby: Auto Scaling group ${group} has its maximum of ${now.max} instances without it; raise the maximum, then release again`,
      ],
    };
  }
  const call: Call = {
    service: "autoScaling",
    operation: "ExitStandby",
    input: { AutoScalingGroupName: group, InstanceIds: [state.id] },
    reason: "returns it to service",
    changes: ["autoScaling", "registrations"],
  };
  return { calls: [call], drift: [`Auto Scaling group ${group} now has one instance more: the replacement stays`] };
}

function balancers(state: InstanceState, saved: InstancePriorState): ReleasePlan {
  const calls: Call[] = [];
  const drift: string[] = [];
  for (const registration of saved.registrations ?? []) {
    if (state.registrations.some((now) => isSameRegistration(now, registration) && !now.draining)) continue;
    if (state.balancers.includes(registration.name))
      calls.push(register(registration, "registered in it before the isolation"));
    else drift.push(`${registration.name} was deleted in the meantime; the instance was registered in it`);
  }
  return { calls, drift };
}

function evidence(state: InstanceState, saved: InstancePriorState): ReleasePlan {
  const InstanceId = state.id;
  const drift: string[] = [];
  const modify = (reason: string, input: object, changes: string[]): Call => ({
    service: "ec2",
    operation: "ModifyInstanceAttribute",
    input: { InstanceId, ...input },
    reason,
    changes,
  });
  const BlockDeviceMappings = saved.deleteOnTermination.flatMap(({ device, volumeId }) => {
    const volume = state.volumes.find((item) => item.device === device);
    if (volume?.id !== volumeId) drift.push(`volume ${volumeId} is no longer attached as ${device}`);
    else if (!volume.deleteOnTermination) return [{ DeviceName: device, Ebs: { DeleteOnTermination: true } }];
    return [];
  });
  const calls = [
    ...(BlockDeviceMappings.length > 0
      ? [modify(deletedAgain(BlockDeviceMappings), { BlockDeviceMappings }, ["instance"])]
      : []),
    ...(saved.shutdownBehavior === "terminate" && state.shutdownBehavior === "stop"
      ? [
          modify(
            "a shutdown from inside terminates the instance again",
            { InstanceInitiatedShutdownBehavior: { Value: "terminate" } },
            ["shutdown"],
          ),
        ]
      : []),
    ...(saved.terminationProtection === false && state.terminationProtection
      ? [modify("termination protection is off again", { DisableApiTermination: { Value: false } }, ["termination"])]
      : []),
  ];
  return { calls, drift };
}

const deletedAgain = (volumes: { DeviceName: string }[]) =>
  `the instance's end deletes its volume ${volumes.map(({ DeviceName }) => DeviceName).join(", ")} again`;
