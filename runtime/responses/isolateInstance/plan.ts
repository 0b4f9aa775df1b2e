import { deregister } from "../../aws/registrations";
import { leaveAddresses } from "../../aws/wall/entries";
import type { Call } from "../../model/call";
import { leaveAutoScaling } from "./autoScaling";
import { custodyCalls } from "./planCustody";
import { blockDomains } from "./planDns";
import { prepareGroups } from "./planGroups";
import { openPorts, switchGroups } from "./planSwitch";
import { changeable, containmentTag, type InstanceState, type IsolationSettings, isRead, unreadParts } from "./state";
import { shortenTimeouts } from "./timeouts";
import { buildWall } from "./wall";

/**
 * The missing calls until the instance is isolated, in the required order: first what an earlier run left open is closed, then
 * the groups and the interfaces follow. Evidence, Auto Scaling and load balancers come after the network is cut: health checks
 * take longer to fail than these calls.
 */
export function plan(state: InstanceState, settings: IsolationSettings): Call[] {
  return [
    ...openPorts(state),
    ...prepareGroups(state, settings),
    ...switchGroups(state, settings),
    ...nothingToClose(state),
    ...buildWall(state, settings),
    ...shortenTimeouts(state, settings),
    ...leaveAddresses(state),
    ...leaveAutoScaling(state),
    ...protectEvidence(state, settings),
    ...custodyCalls(state),
    ...leaveLoadBalancers(state),
    ...blockDomains(state),
    ...readAgain(state),
  ];
}

/** An instance without an interface that can be closed is not contained, whatever else was done. */
function nothingToClose(state: InstanceState): Call[] {
  if (changeable(state).length > 0) return [];
  const names = state.interfaces.map((port) => `${port.id} is managed by ${port.managedBy}`).join(", ");
  return [
    {
      service: "ec2",
      operation: "ModifyNetworkInterfaceAttribute",
      input: { InstanceId: state.id },
      reason: names
        ? `no interface of ${state.id} can be closed: ${names}; only that service can stop the instance`
        : `EC2 shows no interface of ${state.id}, which is ${state.lifecycle}: what it can reach is unknown`,
      changes: ["instance"],
      waitsFor: "a person",
    },
  ];
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
  if (isRead(state, "termination") && !state.terminationProtection && !state.spot) {
    modify({ DisableApiTermination: { Value: true } }, "protects the evidence from accidental termination", [
      "termination",
    ]);
  }
  if (isRead(state, "shutdown") && state.shutdownBehavior === "terminate" && state.rootDevice === "ebs") {
    modify(
      { InstanceInitiatedShutdownBehavior: { Value: "stop" } },
      "a shutdown inside the instance must not destroy the evidence",
      ["shutdown"],
    );
  }
  if ((state.unread ?? []).length > 0) return calls;
  const doomed = state.volumes.filter((volume) => volume.deleteOnTermination);
  if (doomed.length > 0) {
    const BlockDeviceMappings = doomed.map(({ device }) => ({
      DeviceName: device,
      Ebs: { DeleteOnTermination: false },
    }));
    modify({ BlockDeviceMappings }, "the volumes must outlive the instance", ["volumes"]);
  }
  if (settings.snapshots && isRead(state, "snapshots") && state.volumes.length > 0 && state.snapshots.length === 0) {
    calls.push({
      service: "ec2",
      operation: "CreateSnapshots",
      input: {
        InstanceSpecification: { InstanceId },
        Description: `Firebreak evidence of ${InstanceId}`,
        CopyTagsFromSource: "volume",
        TagSpecifications: [{ ResourceType: "snapshot", Tags: [{ Key: containmentTag, Value: state.containment }] }],
      },
      reason: "snapshots all volumes at the same point in time",
      changes: ["snapshots"],
      secondary: true,
    });
  }
  return calls;
}

function leaveLoadBalancers({ registrations }: InstanceState): Call[] {
  return registrations
    .filter((registration) => !registration.draining)
    .map((registration) => deregister(registration, "requests must not wait for an instance that is cut off"));
}

/** A part that could not be read is not contained, and stays missing until it is read. */
function readAgain(state: InstanceState): Call[] {
  return (state.unreadable ?? []).map(({ part, reason, again }) => ({
    service: "ec2",
    operation: unreadParts[part] ?? part,
    input: { part },
    reason: `not checked: ${reason}`,
    changes: [part],
    waitsFor: "another reading",
    secondary: true,
    ...(again && { again }),
  }));
}
