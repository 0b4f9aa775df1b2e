import type { ConnectionTrackingConfiguration } from "@aws-sdk/client-ec2";
import type { Call, ReleasePlan } from "../../model/call";
import type { ReadContext } from "../../model/response";
import {
  changeable,
  type InstancePriorState,
  type InstanceState,
  type Interface,
  type IsolationSettings,
  isClosed,
  type Timeouts,
} from "./state";

/** The shortest that EC2 takes: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html */
const shortest: Required<Timeouts> = { TcpEstablishedTimeout: 60, UdpStreamTimeout: 60, UdpTimeout: 30 };

/** The defaults of instance types before Nitro v6, which has 350 seconds for TCP (same page). EC2 does not tell which one it is. */
const defaults: Required<Timeouts> = { TcpEstablishedTimeout: 432_000, UdpStreamTimeout: 180, UdpTimeout: 30 };

const names = Object.keys(shortest) as (keyof Timeouts)[];
const isSame = (left: Timeouts, right: Timeouts) => names.every((name) => left[name] === right[name]);

/** The evidence as which the journal keeps the interfaces whose timeouts were changed. */
const kind = "timeouts";

/** The timeouts that EC2 shows for an interface, if any is set. */
export function timeoutsIn(given: ConnectionTrackingConfiguration | undefined): Pick<Interface, "timeouts"> {
  const set = names.filter((name) => given?.[name] !== undefined).map((name) => [name, given![name]]);
  return set.length > 0 ? { timeouts: Object.fromEntries(set) } : {};
}

/** Tracked connections that go idle end sooner. After the cut, and only by config, because types before Nitro refuse the call. */
export function shortenTimeouts(state: InstanceState, { shortTimeouts = false }: IsolationSettings): Call[] {
  if (!shortTimeouts) return [];
  return changeable(state)
    .filter((port) => isClosed(state, port) && !isSame(port.timeouts ?? {}, shortest))
    .map((port) => ({
      ...setTimeouts(port.id, shortest, "ends idle tracked connections within a minute"),
      changes: ["timeouts"],
      secondary: true,
      // EC2 shows no trace of who set them.
      marks: [port.id],
      marksAs: kind,
    }));
}

function setTimeouts(NetworkInterfaceId: string, timeouts: Timeouts, why: string): Call {
  return {
    service: "ec2",
    operation: "ModifyNetworkInterfaceAttribute",
    input: { NetworkInterfaceId, ConnectionTrackingSpecification: timeouts },
    reason: `${NetworkInterfaceId}: ${why}`,
    changes: ["instance"],
  };
}

const isShortening = ({ input }: Call) => "ConnectionTrackingSpecification" in input;

/** The interfaces with the timeouts that EC2 has just confirmed, which the hourly check reads again. */
export function withConfirmed(ports: Interface[], { confirmed = [] }: Pick<ReadContext<unknown>, "confirmed">) {
  const ids = confirmed.filter(isShortening).map(({ input }) => input["NetworkInterfaceId"]);
  return ports.map((port) => (ids.includes(port.id) ? { ...port, timeouts: shortest } : port));
}

/** The interfaces whose timeouts this containment changed. */
export function shortenedIn({ evidence }: Pick<ReadContext<unknown>, "evidence">): Pick<InstanceState, "shortened"> {
  const ids = evidence.filter((item) => item.kind === kind).map(({ id }) => id);
  return ids.length > 0 ? { shortened: ids } : {};
}

/** Gives back the earlier timeouts where nobody changed them since. EC2 documents no way to unset one. */
export function restoreTimeouts(state: InstanceState, saved: InstancePriorState): ReleasePlan {
  const ours = state.interfaces.filter((port) => state.shortened?.includes(port.id));
  const drift: string[] = [];
  const calls = ours.flatMap((port) => {
    const before = saved.interfaces.find(({ id }) => id === port.id)?.timeouts ?? {};
    const restored = { ...defaults, ...before };
    const now = port.timeouts ?? {};
    if (isSame(now, restored)) return [];
    if (!isSame(now, shortest)) {
      drift.push(`${port.id} has connection tracking timeouts that others set: left as they are`);
      return [];
    }
    const unset = names.filter((name) => before[name] === undefined);
    if (unset.length > 0) drift.push(`${port.id}: EC2 cannot unset ${unset.join(", ")}: the default was set`);
    if (unset.includes("TcpEstablishedTimeout"))
      drift.push(`${port.id}: ${defaults.TcpEstablishedTimeout} seconds for TCP; on Nitro v6 the default is 350`);
    return [setTimeouts(port.id, restored, "gets back its connection tracking timeouts")];
  });
  return { calls, drift };
}
