import { contains, lengthOf } from "./addresses";
import type { Protocol, Route, World } from "./model";

/** A port from the range of clients, which network ACLs see in answers. */
const clientPort = 50_000;

const numbers: Record<string, string> = { icmp: "1", tcp: "6", udp: "17", icmpv6: "58" };

/**
 * The route that a subnet uses for an address: the longest prefix wins, and between equal prefixes a static route wins
 * over a route to a prefix list. Undefined if there is none.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function routeFor(world: World, subnet: string, address: string): Route | undefined {
  const vpc = world.subnets.find((one) => one.id === subnet)?.vpc;
  const tables = world.routeTables.filter((table) => table.vpc === vpc);
  const table = tables.find((one) => one.subnets.includes(subnet)) ?? tables.find((one) => one.main);
  const found = (table?.routes ?? []).flatMap((route) =>
    cidrsOf(world, route)
      .filter((cidr) => contains(cidr, address))
      .map((cidr) => ({ route, length: lengthOf(cidr), list: route.destination.startsWith("pl-") })),
  );
  found.sort((one, other) => other.length - one.length || Number(one.list) - Number(other.list));
  return found[0]?.route;
}

function cidrsOf(world: World, route: Route): string[] {
  if (!route.destination.startsWith("pl-")) return [route.destination];
  return world.prefixLists.find((one) => one.id === route.destination)?.cidrs ?? [];
}

/** A flow as a network ACL sees it at the edge of a subnet. */
export interface Crossing {
  subnet: string;
  /** Whether the first packet leaves the subnet. */
  leaves: boolean;
  /** The address outside the subnet. */
  address: string;
  port: number;
  protocol: Protocol;
}

/**
 * Whether the network ACL of a subnet allows both the packets of a flow and their answers. A subnet without a known ACL
 * allows all. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function crosses(world: World, flow: Crossing): boolean {
  const acl = world.acls.find((one) => one.subnets.includes(flow.subnet));
  if (!acl) return true;
  const allows = (egress: boolean, port: number) => {
    const entries = acl.entries.filter((entry) => entry.egress === egress).sort((a, b) => a.number - b.number);
    const protocol = numbers[flow.protocol] ?? flow.protocol;
    const first = entries.find(
      (entry) =>
        contains(entry.cidr, flow.address) &&
        (entry.protocol === "-1" ||
          (entry.protocol === protocol && (entry.from ?? 0) <= port && port <= (entry.to ?? 65_535))),
    );
    return first?.allow ?? false;
  };
  return allows(flow.leaves, flow.port) && allows(!flow.leaves, clientPort);
}
