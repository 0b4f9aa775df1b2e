import { endsAnyway, standbyRisk } from "./autoScaling";
import { type InstanceState, type IsolationSettings, isClosed, isOpened } from "./state";
import { alwaysTracked } from "./tracked";

/**
 * What may still flow or happen although the instance is isolated, each a sentence for people: first what keeps the outcome
 * from being `contained`, then what isolation never touches
 * (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html).
 */
export function remains(state: InstanceState, settings: IsolationSettings): string[] {
  return [
    ...beyondReach(state),
    ...state.registrations
      .filter(({ draining, balancer }) => draining && balancer !== "network")
      .map(({ name }) => `requests that were open on ${shortName(name)} may go on until its drain period ends`),
    ...transitGateways(state),
    "ICMP is always tracked, and so are protocols other than TCP and UDP: such a flow may go on until it has been idle for some minutes",
    "DNS through the VPC's resolver and instance metadata are not filtered by security groups",
    ...(state.profile
      ? [
          `credentials of ${shortName(state.profile)} that were taken from the instance work elsewhere until they expire`,
        ]
      : []),
    ...(state.spot ? ["a Spot instance cannot be protected from termination and may be interrupted"] : []),
    ...(state.rootDevice === "instance-store" ? ["instance-store volumes are lost when the instance stops"] : []),
    ...standbyRisk(state),
    ...(state.namesakes ?? []).map(
      (text) => `${text} has an address of ${state.id}; whether it is this instance cannot be known, so it was left`,
    ),
    ...(state.pendingSnapshots ?? []).map(
      (id) => `snapshot ${id} is not complete yet: it is looked at again every hour until it is`,
    ),
    ...(settings.snapshots ? [] : ["no snapshots were taken: settings.snapshots is off"]),
  ];
}

/**
 * What no call of isolation can cut or keep, the channel that the finding reported first. While there is any the instance is
 * contained in part only.
 */
export function beyondReach(state: InstanceState): string[] {
  return [
    ...left(state),
    ...reported(state),
    ...alwaysTracked(state),
    ...managed(state),
    ...endsAnyway(state),
    ...lost(state),
  ];
}

/** The interfaces that are open to the world now. */
export function leftOpen(state: InstanceState): string[] {
  return state.interfaces.filter((port) => isOpened(state, port)).map((port) => port.id);
}

/** Whether some interfaces are closed and none is open, although others could not be closed. */
export function isPartly(state: InstanceState): boolean {
  return leftOpen(state).length === 0 && state.interfaces.some((port) => isClosed(state, port));
}

const left = (state: InstanceState) =>
  leftOpen(state).map((id) => `${id} IS OPEN NOW: it is on the group that lets everything in and out`);

function reported({ channels = [] }: InstanceState): string[] {
  if (!channels.includes("dns")) return [];
  return [
    "the finding reported DNS, which security groups do not filter: the instance still reaches the VPC's resolver. Cut it with a rule of Route 53 Resolver DNS Firewall, or stop the instance",
  ];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html */
function managed(state: InstanceState): string[] {
  return state.interfaces
    .filter((port) => port.managedBy)
    .map(
      (port) => `interface ${port.id} is managed by ${port.managedBy} and keeps its groups ${port.groups.join(", ")}`,
    );
}

/** Evidence that was accepted and then failed: another snapshot would fail for the same reason. */
function lost(state: InstanceState): string[] {
  return state.failedSnapshots.map(
    ({ id, reason }) => `snapshot ${id} ended in error (${reason}): remove the cause and take another one by hand`,
  );
}

function transitGateways({ routes }: InstanceState): string[] {
  const vias = [...new Set(routes.map((route) => route.via))].filter((via) => via.startsWith("tgw-"));
  return vias.map((via) => `connections that were open through ${via} may go on if a device behind it tracks them`);
}

const shortName = (arn: string) => (arn.startsWith("arn:") ? arn.split(":").slice(5).join(":") : arn);
