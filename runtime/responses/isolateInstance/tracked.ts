import { changeable, type Device, type InstanceState } from "./state";

/** Devices whose flows EC2 always tracks, by the type of their interfaces, in words. */
export const trackedDevices: Record<string, string> = {
  natGateway: "NAT gateway",
  network_load_balancer: "Network Load Balancer",
  gateway_load_balancer: "Gateway Load Balancer",
  gateway_load_balancer_endpoint: "Gateway Load Balancer or Network Firewall endpoint",
  vpc_endpoint: "interface endpoint, which can carry a Session Manager session",
  lambda: "Lambda function in the VPC",
  global_accelerator_managed: "Global Accelerator",
};

/** Maximum number of devices of one type that are named. */
const named = 3;

/**
 * Paths whose flows are always tracked: a connection that is open on one of them survives the change of groups until it idles
 * out, and continues as long as it is used. The list is from AWS, "Automatically tracked connections":
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
  return vias.map((via) => `connections established through ${via} (${kindOf(via)}) continue until they idle out`);
}

/** A NAT gateway counts where a route leads to it. */
function byDevices({ devices = [] }: InstanceState): string[] {
  const types = [...new Set(devices.map(({ type }) => type))].filter((type) => type !== "natGateway");
  return types.flatMap((type) => {
    const words = trackedDevices[type];
    if (!words) return [];
    const ids = devices.filter((device) => device.type === type).map(inShort);
    const rest = ids.length > named ? ` and ${ids.length - named} more` : "";
    return [
      `connections established through ${ids.slice(0, named).join(", ")}${rest} (${words}) continue until they idle out`,
    ];
  });
}

const inShort = ({ id, description }: Device) => (description ? `${id} "${description}"` : id);

/**
 * A Network Load Balancer does not end connections when a target is deregistered, nor when the deregistration delay is over,
 * unless connection termination is switched on, which it is not for TCP and TLS by default:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#deregistration-delay
 */
function byBalancers({ registrations }: InstanceState): string[] {
  const names = registrations.filter(({ balancer }) => balancer === "network").map(({ name }) => name.split(":").pop());
  return [...new Set(names)].map(
    (name) =>
      `connections established through the Network Load Balancer of ${name} continue until they idle out, even after the deregistration delay`,
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
