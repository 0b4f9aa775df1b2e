import type { InstanceState, IsolationSettings } from "./state";

/**
 * What may still flow or happen although the instance is isolated, each a sentence for people. Paths that AWS always
 * tracks keep their open connections whatever the groups say
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html), and some services of the
 * VPC are never filtered (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html).
 */
export function remains(state: InstanceState, settings: IsolationSettings): string[] {
  return [
    ...beyondReach(state),
    ...trackedPaths(state),
    ...state.registrations
      .filter((registration) => registration.draining)
      .map(({ name }) => `requests that were open on ${shortName(name)} may go on until its drain period ends`),
    "DNS through the VPC's resolver and instance metadata are not filtered by security groups",
    ...(state.profile
      ? [
          `credentials of ${shortName(state.profile)} that were taken from the instance work elsewhere until they expire`,
        ]
      : []),
    ...(state.spot ? ["a Spot instance cannot be protected from termination and may be interrupted"] : []),
    ...(state.rootDevice === "instance-store" ? ["instance-store volumes are lost when the instance stops"] : []),
    ...(settings.snapshots ? [] : ["no snapshots were taken: settings.snapshots is off"]),
  ];
}

/**
 * Interfaces that belong to a service and refuse changes
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html), and evidence that was accepted and then
 * failed: another snapshot would fail for the same reason.
 */
export function beyondReach(state: InstanceState): string[] {
  const lost = state.failedSnapshots.map(
    ({ id, reason }) => `snapshot ${id} ended in error (${reason}): remove the cause and take another one by hand`,
  );
  return [...managed(state), ...lost];
}

function managed(state: InstanceState): string[] {
  return state.interfaces
    .filter((port) => port.managedBy)
    .map(
      (port) => `interface ${port.id} is managed by ${port.managedBy} and keeps its groups ${port.groups.join(", ")}`,
    );
}

function trackedPaths(state: InstanceState): string[] {
  const kinds: Record<string, string> = {
    nat: "NAT gateway",
    eigw: "egress-only internet gateway",
    vpce: "gateway or firewall endpoint",
    tgw: "transit gateway, if a device there tracks them",
  };
  const vias = [...new Set(state.routes.map((route) => route.via))].filter((via) => kinds[via.split("-")[0]!]);
  return vias.map(
    (via) => `connections that were open through ${via} (${kinds[via.split("-")[0]!]}) may go on until they idle out`,
  );
}

const shortName = (arn: string) => (arn.startsWith("arn:") ? arn.split(":").slice(5).join(":") : arn);
