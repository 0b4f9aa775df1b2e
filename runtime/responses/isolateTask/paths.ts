import { isOfGateway } from "../../aws/wall/paths";
import type { TaskPort, TaskState } from "./state";

/** Ways out of a VPC by the beginning of a route's target, in words. */
const ways: Record<string, string> = {
  eni: "network interface that forwards packets",
  vpce: "endpoint",
  tgw: "transit gateway",
  pcx: "VPC peering connection",
  vgw: "virtual private gateway",
  lgw: "local gateway",
  cagw: "carrier gateway",
  arn: "core network",
};

/** The routes of a task's subnet that no network ACL of its VPC cuts, one text each. */
export function openRoutes(state: TaskState): string[] {
  const texts = state.interfaces.flatMap((port) =>
    state.routes
      .filter(({ subnetId }) => subnetId === port.subnetId)
      .flatMap(({ via, destination }) => openRoute(state, port, { via, destination }) ?? []),
  );
  return [...new Set(texts)];
}

function openRoute(state: TaskState, port: TaskPort, route: { via: string; destination: string }): string | undefined {
  const { via, destination } = route;
  const kind = via.split(/[-:]/)[0]!;
  const v6 = port.addresses.some((address) => address.includes(":"));
  if (kind === "igw" || kind === "eigw") return toInternet(port, { via, v6: v6 && isV6(destination) });
  if (kind === "nat") return throughNat(state, port, via);
  if (isV6(destination) && !v6) return undefined;
  return `it still reaches ${destination} through ${via} (${ways[kind] ?? "unknown device"}), which no network ACL is known to cut`;
}

const isV6 = (destination: string) => destination.includes(":");

/** Without a public address, an IPv4 packet of a task does not pass an internet gateway. */
function toInternet({ publicIp, addresses }: TaskPort, { via, v6 }: { via: string; v6: boolean }): string | undefined {
  const own = v6
    ? addresses.filter((address) => address.includes(":"))
    : via.startsWith("igw") && publicIp
      ? [publicIp]
      : [];
  return own.length > 0
    ? `${own.join(", ")} still reaches the internet through ${via}, and the internet reaches it: only its security groups limit that, and ECS lets nobody change them. Stop the task, or deny in the network ACL of its subnet, which also cuts the others there`
    : undefined;
}

/** A NAT gateway in another subnet is behind the ACL of that subnet. */
function throughNat({ devices }: TaskState, port: TaskPort, via: string): string | undefined {
  const own = devices.filter((device) => isOfGateway(device, via));
  if (own.length > 0 && own.every(({ subnetId }) => subnetId !== port.subnetId)) return undefined;
  const why =
    own.length > 0
      ? "it is in the subnet of the task, where network ACLs do not filter"
      : "it is in no subnet of the VPC";
  return `it still reaches the internet through ${via} (NAT gateway): ${why}`;
}
