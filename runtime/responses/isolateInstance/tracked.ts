import type { Registration } from "../../aws/readRegistrations";
import { type Device, isOfGateway, trackedDevices } from "../../aws/wall/paths";
import { changeable, type InstanceState } from "./state";
import { gapsOf } from "./wall";

/** Maximum number of devices of one type that are named. */
const named = 3;

/**
 * Paths whose flows are always tracked and that no network ACL cuts: a connection that is open on one of them survives the change
 * of groups until it idles out, and continues as long as it is used. The list is from AWS, "Automatically tracked connections":
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export function alwaysTracked(state: InstanceState): string[] {
  return [...byRoutes(state), ...byDevices(state), ...byBalancers(state), ...unconverted(state)];
}

function byRoutes(state: InstanceState): string[] {
  const v6 = changeable(state).some((port) => port.addresses.some((address) => address.includes(":")));
  const kinds: Record<string, string> = {
    nat: "NAT gateway",
    vpce: "gateway, firewall or load balancer endpoint",
    ...(v6 && { eigw: "egress-only internet gateway" }),
  };
  const kindOf = (via: string) => kinds[via.split("-")[0]!];
  const vias = [...new Set(state.routes.map((route) => route.via))].filter((via) => kindOf(via));
  return vias.flatMap((via) => {
    const why = gapsOfGateway(state, via);
    if (why?.length === 0) return [];
    return [`connections established through ${via} (${kindOf(via)}) continue until they idle out${because(why)}`];
  });
}

/** Undefined if it is no NAT gateway in the VPC's subnets; an ACL does not filter it then. */
function gapsOfGateway(state: InstanceState, via: string): string[] | undefined {
  const own = (state.devices ?? []).filter((device) => isOfGateway(device, via));
  return own.length > 0 ? own.flatMap((device) => gapsOf(state, device)) : undefined;
}

/** A NAT gateway counts where a route leads to it. */
function byDevices(state: InstanceState): string[] {
  const open = (state.devices ?? [])
    .map((device) => ({ device, gaps: gapsOf(state, device) }))
    .filter(({ device, gaps }) => device.type !== "natGateway" && gaps.length > 0);
  const types = [...new Set(open.map(({ device }) => device.type))];
  return types.flatMap((type) => {
    const words = trackedDevices[type];
    if (!words) return [];
    const found = open.filter(({ device }) => device.type === type);
    const ids = found.map(({ device }) => inShort(device));
    const rest = ids.length > named ? ` and ${ids.length - named} more` : "";
    const why = because(found.flatMap(({ gaps }) => gaps));
    return [
      `connections established through ${ids.slice(0, named).join(", ")}${rest} (${words}) continue until they idle out${why}`,
    ];
  });
}

function because(gaps: string[] | undefined): string {
  const all = [...new Set(gaps)];
  if (all.length === 0) return "";
  const rest = all.length > named ? ` and ${all.length - named} more reasons` : "";
  return `: ${all.slice(0, named).join("; ")}${rest}`;
}

const inShort = ({ id, description }: Device) => (description ? `${id} "${description}"` : id);

/**
 * A Network Load Balancer does not end connections when a target is deregistered, nor when the deregistration delay is over,
 * unless connection termination is switched on, which it is not for TCP and TLS by default:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#deregistration-delay
 */
function byBalancers(state: InstanceState): string[] {
  const names = state.registrations
    .filter((registration) => registration.balancer === "network" && !isWalledOff(state, registration))
    .map(({ name }) => name.split(":").pop());
  return [...new Set(names)].map(
    (name) =>
      `connections established through the Network Load Balancer of ${name} continue until they idle out, even after the deregistration delay`,
  );
}

/** Whether every node of the load balancers of a target group is walled off. EC2 describes a node with their name and id. */
function isWalledOff(state: InstanceState, { nodes = [] }: Registration): boolean {
  return (
    nodes.length > 0 &&
    nodes.every((name) => {
      const own = (state.devices ?? []).filter((device) => device.description === `ELB ${name}`);
      return own.length > 0 && own.every((device) => gapsOf(state, device).length === 0);
    })
  );
}

/** What was closed without the step that turns flows into untracked ones. */
function unconverted(state: InstanceState): string[] {
  const ports = changeable(state).filter((port) => port.withoutEgress);
  return ports.map(
    (port) =>
      `${port.id} was closed without the open step, since its groups allow no egress: earlier inbound connections continue until they idle out`,
  );
}
