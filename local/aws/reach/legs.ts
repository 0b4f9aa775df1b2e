import { familyOf } from "./addresses";
import { permits } from "./groups";
import type { Interface, Place, Protocol, Route, World } from "./model";
import { crosses, routeFor } from "./routes";

/** A connection between two ends, with its path. */
export interface Leg {
  /** Interfaces of the ends; undefined for an end outside. */
  from?: Interface;
  to?: Interface;
  /** The addresses that the ends see: the destination of `from`, and the source that `to` sees. */
  toAddress: string;
  fromAddress: string;
  port: number;
  protocol: Protocol;
  /** The path in words: `local`, `internet gateway`, `NAT gateway` and so on. */
  via: string;
  /** Whether the ends see each other's private addresses, so that references to security groups count. */
  private: boolean;
  /** Whether a Network Load Balancer keeps the client's address, so that `fromAddress` is not one of `from`. */
  preserved?: true;
  /** Why AWS tracks this connection regardless of the rules; undefined if the rules decide. */
  alwaysTracked?: string;
}

/** A leg, or what blocks it. */
export type Attempt = { leg: Leg } | { blocked: string };

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#automatic-tracking */
const alwaysTrackedTypes: Record<string, string> = {
  network_load_balancer: "a Network Load Balancer",
  gateway_load_balancer: "a Gateway Load Balancer",
  gateway_load_balancer_endpoint: "a Gateway Load Balancer endpoint",
  global_accelerator_managed: "Global Accelerator",
  vpc_endpoint: "an interface endpoint",
  lambda: "a Lambda function",
};

/** The question; the port is 0 for protocols without ports. */
export interface Question {
  from: Place;
  to: Place;
  port: number;
  protocol: Protocol;
}

/** How the packets leave, or enter, the VPC of an interface. */
interface Way {
  via: string;
  private: boolean;
  /** The source address that the other end sees. */
  seen?: string;
  always?: string;
}

/** Every possible direct connection; blocked ones say what blocks them. */
export function directLegs(world: World, ask: Question): Attempt[] {
  const from = interfaceAt(world, ask.from);
  const to = interfaceAt(world, ask.to);
  if ("interface" in ask.from && !from) return [{ blocked: `${ask.from.interface} is gone` }];
  if ("interface" in ask.to && !to) return [{ blocked: `${ask.to.interface} is gone` }];
  if (!from && !to) return [{ blocked: "both ends are outside" }];
  const targets = "address" in ask.to ? [ask.to.address] : [...to!.addresses, ...to!.publicAddresses];
  const attempts = targets.map((toAddress) =>
    from ? outbound(world, ask, from, to, toAddress) : inbound(world, ask, to!, toAddress),
  );
  return attempts.length ? attempts : [{ blocked: "the target has no address" }];
}

/** The interface of a place; an address is looked for among those of all interfaces. */
export function interfaceAt(world: World, place: Place): Interface | undefined {
  if ("interface" in place) return world.interfaces.find((one) => one.id === place.interface);
  return world.interfaces.find((one) => one.publicAddresses.includes(place.address) && one.type !== "natGateway");
}

function outbound(world: World, ask: Question, from: Interface, to: Interface | undefined, toAddress: string): Attempt {
  const route = routeFor(world, from.subnet, toAddress);
  if (!route || route.blackhole) return { blocked: `no route from ${from.subnet} to ${toAddress}` };
  const way = leave(world, from, toAddress, route);
  if ("blocked" in way) return way;
  const target = to ?? (way.private ? privateAt(world, route, from, toAddress) : undefined);
  if (to && way.private !== to.addresses.includes(toAddress) && familyOf(toAddress) === 4) {
    return { blocked: `${toAddress} is not reached by ${way.via}` };
  }
  if (way.via === "local" && target?.vpc !== from.vpc)
    return { blocked: `no interface has ${toAddress} in ${from.vpc}` };
  if (way.via === "VPC peering" && (!target || !peered(world, route, from, target))) {
    return { blocked: `no interface has ${toAddress} behind ${route.target}` };
  }
  const fromAddress = way.seen ?? from.addresses.find((one) => familyOf(one) === familyOf(toAddress));
  if (!fromAddress) return { blocked: `${from.id} has no address for ${toAddress}` };
  if (target && !way.private) {
    const back = routeFor(world, target.subnet, fromAddress);
    if (!back?.target.startsWith("igw-") || back.blackhole) return { blocked: `no route from ${target.subnet} back` };
  }
  return judged(world, leg(ask, { from, to: target, toAddress, fromAddress }, way));
}

function inbound(world: World, ask: Question, to: Interface, toAddress: string): Attempt {
  const fromAddress = (ask.from as { address: string }).address;
  if (familyOf(fromAddress) !== familyOf(toAddress)) return { blocked: "addresses of two families" };
  const route = routeFor(world, to.subnet, fromAddress);
  if (!route || route.blackhole) return { blocked: `no route from ${to.subnet} back to ${fromAddress}` };
  const internet = route.target.startsWith("igw-");
  const own = to.addresses.includes(toAddress);
  if (internet ? own && familyOf(toAddress) === 4 : !own || !/^(vgw|tgw)-/.test(route.target)) {
    return { blocked: `${toAddress} is not reached by ${route.target}` };
  }
  return judged(world, leg(ask, { to, toAddress, fromAddress }, { via: nameOf(route.target), private: !internet }));
}

function leg(ask: Question, ends: Pick<Leg, "from" | "to" | "toAddress" | "fromAddress">, way: Way): Leg {
  const type = [ends.from?.type, ends.to?.type].find((one) => one && alwaysTrackedTypes[one]);
  const always = way.always ?? (type && alwaysTrackedTypes[type]);
  const other = ["tcp", "udp"].includes(ask.protocol) ? undefined : `protocol ${ask.protocol}`;
  const alwaysTracked = always ?? other;
  const { port, protocol } = ask;
  return { ...ends, port, protocol, via: way.via, private: way.private, ...(alwaysTracked && { alwaysTracked }) };
}

/** The leg, if network ACLs and security groups allow its first packet. */
export function judged(world: World, one: Leg): Attempt {
  const open = crossing(world, one);
  if (open) return { blocked: open };
  for (const side of sidesOf(one)) {
    const peer = { address: side.peer, groups: one.private ? (side.other?.groups ?? []) : [] };
    if (!permits(world, side.at, side.direction, peer, one.port, one.protocol)) {
      return { blocked: `the security groups of ${side.at.id} (${side.direction})` };
    }
  }
  return { leg: one };
}

/** The interfaces of a leg, each with the direction of the first packet and the other end as it sees it. */
export function sidesOf(one: Leg) {
  return [
    ...(one.from ? [{ at: one.from, direction: "egress" as const, peer: one.toAddress, other: one.to }] : []),
    ...(one.to ? [{ at: one.to, direction: "ingress" as const, peer: one.fromAddress, other: one.from }] : []),
  ];
}

/** The network ACL that blocks a leg, undefined if none does. None applies within one subnet. */
export function crossing(world: World, one: Leg): string | undefined {
  const gateway = atGateway(world, one);
  if (gateway) return gateway;
  if (one.from && one.to && one.from.subnet === one.to.subnet) return undefined;
  const { port, protocol } = one;
  const shut = sidesOf(one).find(
    (side) =>
      !crosses(world, {
        subnet: side.at.subnet,
        leaves: side.direction === "egress",
        address: side.peer,
        port,
        protocol,
      }),
  );
  return shut && `the network ACL of ${shut.at.subnet}`;
}

/**
 * The network ACL of a NAT gateway's subnet, if it blocks a leg: packets enter that subnet from the interface and leave it for
 * the target. Within one subnet only the second part counts.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
function atGateway(world: World, one: Leg): string | undefined {
  if (one.via !== "NAT gateway" || !one.from) return undefined;
  const target = routeFor(world, one.from.subnet, one.toAddress)?.target;
  const subnet = world.natGateways.find(({ id }) => id === target)?.subnet;
  if (subnet === undefined) return undefined;
  const { port, protocol } = one;
  const inner = one.from.addresses.find((address) => familyOf(address) === familyOf(one.toAddress));
  const open =
    crosses(world, { subnet, leaves: true, address: one.toAddress, port, protocol }) &&
    (one.from.subnet === subnet ||
      inner === undefined ||
      crosses(world, { subnet, leaves: false, address: inner, port, protocol }));
  return open ? undefined : `the network ACL of ${subnet}`;
}

function leave(world: World, from: Interface, address: string, route: Route): Way | { blocked: string } {
  const via = nameOf(route.target);
  if (via === "local") return { via, private: true };
  if (via === "internet gateway") {
    if (familyOf(address) === 6) return { via, private: false };
    const [seen] = from.publicAddresses;
    return seen ? { via, private: false, seen } : { blocked: `${from.id} has no public address` };
  }
  if (via === "NAT gateway") {
    const nat = world.natGateways.find((one) => one.id === route.target);
    const onward = nat?.available && routeFor(world, nat.subnet, address);
    if (!nat || !onward || onward.blackhole) return { blocked: `${route.target} leads nowhere` };
    const seen = nat.publicAddresses[0] ?? nat.addresses[0];
    return { via, private: false, always: "a NAT gateway", ...(seen && { seen }) };
  }
  if (via === "egress-only internet gateway") return { via, private: false, always: "an egress-only internet gateway" };
  if (via === "endpoint") {
    const endpoint = world.endpoints.find((one) => one.id === route.target);
    if (!endpoint?.available) return { blocked: `${route.target} is gone` };
    if (endpoint.type === "GatewayLoadBalancer") {
      return { via: "Gateway Load Balancer endpoint", private: false, always: "a Gateway Load Balancer endpoint" };
    }
    const dynamo = endpoint.service.endsWith(".dynamodb");
    return { via: "gateway endpoint", private: false, ...(dynamo && { always: "DynamoDB's gateway endpoint" }) };
  }
  return { via, private: true };
}

function nameOf(target: string): string {
  const names: Record<string, string> = {
    local: "local",
    igw: "internet gateway",
    nat: "NAT gateway",
    eigw: "egress-only internet gateway",
    vpce: "endpoint",
    pcx: "VPC peering",
    tgw: "transit gateway",
    vgw: "virtual private gateway",
    eni: "an interface",
    i: "an instance",
  };
  return names[target.split("-")[0]!] ?? target;
}

function privateAt(world: World, route: Route, from: Interface, address: string): Interface | undefined {
  const found = world.interfaces.filter((one) => one.addresses.includes(address));
  if (route.target === "local") return found.find((one) => one.vpc === from.vpc);
  if (route.target.startsWith("pcx-")) return found.find((one) => peered(world, route, from, one));
  return undefined;
}

function peered(world: World, route: Route, from: Interface, to: Interface): boolean {
  const peering = world.peerings.find((one) => one.id === route.target);
  if (!peering?.active || from.vpc === to.vpc) return false;
  if (!peering.vpcs.includes(from.vpc) || !peering.vpcs.includes(to.vpc)) return false;
  const back = from.addresses.map((address) => routeFor(world, to.subnet, address));
  return back.some((one) => one?.target === route.target && !one.blackhole);
}
