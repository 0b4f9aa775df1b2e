import { endsAnyway, nextInstances, standbyRisk } from "./autoScaling";
import { custodyRisk, followed, lostCopies } from "./planCustody";
import { dnsRisk, openDns } from "./planDns";
import { type InstanceState, type IsolationSettings, isClosed, isOpened } from "./state";
import { alwaysTracked } from "./tracked";

/**
 * The residual risk of an isolated instance, one sentence each: first what makes the outcome `partial`, then what isolation never
 * affects
 * (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html).
 */
export function residualRisk(state: InstanceState, settings: IsolationSettings): string[] {
  return [
    ...beyondReach(state),
    ...state.registrations
      .filter(({ draining, balancer }) => draining && balancer !== "network")
      .map(({ name }) => `open requests on ${shortName(name)} may continue until its drain period ends`),
    ...transitGateways(state),
    "ICMP and all protocols other than TCP and UDP are always tracked: such a flow may continue until it has been idle for some minutes",
    "DNS through the VPC's resolver and instance metadata are not filtered by security groups",
    ...(state.profile
      ? [`credentials of ${shortName(state.profile)} taken from the instance work elsewhere until they expire`]
      : []),
    ...(state.spot ? ["a Spot instance cannot be protected from termination and may be interrupted"] : []),
    ...(state.rootDevice === "instance-store" ? ["instance-store volumes are lost when the instance stops"] : []),
    ...standbyRisk(state),
    ...nextInstances(state),
    ...(state.namesakes ?? []).map(
      (text) =>
        `${text} has an address of ${state.id}; it is unknown whether it is this instance, so it was left registered`,
    ),
    ...(state.pendingSnapshots ?? []).map((id) => `snapshot ${id} is not complete yet: ${followed}`),
    ...custodyRisk(state),
    ...dnsRisk(state),
    ...(settings.snapshots ? [] : ["no snapshots were taken: settings.snapshots is off"]),
  ];
}

/**
 * What no call of isolation can cut or keep, the channel that the finding reported first. If there is any, the outcome is at most
 * `partial`.
 */
export function beyondReach(state: InstanceState): string[] {
  return [
    ...left(state),
    ...reported(state),
    ...alwaysTracked(state),
    ...managed(state),
    ...endsAnyway(state),
    ...lost(state),
    ...lostCopies(state),
  ];
}

/** The interfaces that are open to the internet now. */
export function leftOpen(state: InstanceState): string[] {
  return state.interfaces.filter((port) => isOpened(state, port)).map((port) => port.id);
}

/** Whether some interfaces are closed and none is open, although others could not be closed. */
export function isPartly(state: InstanceState): boolean {
  return leftOpen(state).length === 0 && state.interfaces.some((port) => isClosed(state, port));
}

const left = (state: InstanceState) =>
  leftOpen(state).map((id) => `${id} IS OPEN NOW: it has the group that allows all traffic`);

function reported(state: InstanceState): string[] {
  const open = state.channels?.includes("dns") ? openDns(state) : [];
  if (open.length === 0) return [];
  return [
    `the finding reported DNS, which security groups do not filter: the instance still reaches the VPC's resolver (${open.join("; ")}). Block DNS with a rule of Route 53 Resolver DNS Firewall, or stop the instance`,
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
    ({ id, reason }) => `snapshot ${id} ended in error (${reason}): fix the cause and take another one by hand`,
  );
}

function transitGateways({ routes }: InstanceState): string[] {
  const vias = [...new Set(routes.map((route) => route.via))].filter((via) => via.startsWith("tgw-"));
  return vias.map((via) => `connections established through ${via} may continue if a device behind it tracks them`);
}

const shortName = (arn: string) => (arn.startsWith("arn:") ? arn.split(":").slice(5).join(":") : arn);
