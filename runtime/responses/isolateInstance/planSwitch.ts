import { newGroup } from "../../aws/makeIsolationGroup";
import type { Call } from "../../model/call";
import { goesThroughOpen } from "./planGroups";
import {
  changeable,
  earlierGroups,
  type GroupKind,
  groupOf,
  type InstanceState,
  type Interface,
  type IsolationSettings,
  isClosed,
  isOpened,
  isUsable,
  isVerified,
} from "./state";

const opened = (state: InstanceState) => changeable(state).filter((port) => isOpened(state, port));

/** A run that died between the two steps leaves an interface open to the internet: closing it comes first. */
export function openPorts(state: InstanceState): Call[] {
  return opened(state).flatMap((port) => {
    const closed = groupOf(state, port.vpcId, "closed");
    if (!isVerified(closed)) return [];
    return [closing(state, port, setGroups(port, [closed.id], "an earlier run left it on the open group"))];
  });
}

/**
 * Opens all interfaces, waits, closes all
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html). Interfaces whose groups are
 * not ready come first, so that none is opened long before it is closed; only if their groups cannot be created at all are the
 * others switched without them. A group that only lacks its ingress rules gets them just before.
 */
export function switchGroups(state: InstanceState, settings: IsolationSettings): Call[] {
  const isReady = (port: Interface) =>
    isVerified(groupOf(state, port.vpcId, "closed")) &&
    (!goesThroughOpen(port, settings) || isUsable(groupOf(state, port.vpcId, "open")));
  const abandoned = opened(state).filter((port) => isVerified(groupOf(state, port.vpcId, "closed")));
  const rest = changeable(state).filter((port) => !isClosed(state, port) && !abandoned.includes(port));
  const ports = [...rest.filter((port) => !isReady(port)), ...rest.filter(isReady)];
  const change = (port: Interface, kind: GroupKind, reason: string): Call => ({
    ...setGroups(port, [groupOf(state, port.vpcId, kind)?.id ?? newGroup(kind, port.vpcId)], reason),
    ...(!isReady(port) && { waitsFor: `both groups of ${port.vpcId} read back` }),
  });
  const opening = ports.filter((port) => goesThroughOpen(port, settings) && !isOpened(state, port));
  const pauses = [opening[0], opening.find(isReady)];
  return [
    ...opening.map((port) => ({ ...change(port, "open", "makes its flows untracked"), opens: port.id })),
    ...ports.map((port) => ({
      ...closing(state, port, change(port, "closed", "cuts every untracked flow, IPv4 and IPv6")),
      ...(pauses.includes(port) && settings.conversionSeconds > 0 && { wait: settings.conversionSeconds }),
    })),
  ];
}

/** A closing call, with a call that restores the interface's earlier groups. */
function closing(state: InstanceState, port: Interface, call: Call): Call {
  const groups = earlierGroups(state, port);
  const undo = setGroups(port, groups, "its earlier groups were restored");
  return { ...call, closes: port.id, ...(groups.length > 0 && { undo }) };
}

function setGroups(port: Interface, groups: string[], reason: string): Call {
  return {
    service: "ec2",
    operation: "ModifyNetworkInterfaceAttribute",
    input: { NetworkInterfaceId: port.id, Groups: groups },
    reason: `${port.id}: ${reason}`,
    changes: ["instance"],
  };
}
