import { contains, familyOf, isEverything } from "./addresses";
import type { Interface, Protocol, Rule, World } from "./model";

/** The other end, as the rules of an interface see it. */
export interface Peer {
  address: string;
  /** Its security groups; empty where it is seen by a public address, or is outside. */
  groups: string[];
}

/** Direction of the first packet, seen from the interface. */
export type Direction = "ingress" | "egress";

/** Interfaces of these services have no security groups of their own unless they show some. */
const withoutGroups = ["natGateway", "network_load_balancer", "gateway_load_balancer", "transit_gateway"];

/** All rules of an interface in one direction, or undefined where no security group stands in the way. */
export function rulesOf(world: World, at: Interface, direction: Direction): Rule[] | undefined {
  if (at.groups.length === 0 && (withoutGroups.includes(at.type) || at.type === "gateway_load_balancer_endpoint")) {
    return undefined;
  }
  return at.groups.flatMap((id) => world.groups.find((group) => group.id === id)?.[direction] ?? []);
}

/**
 * Whether the security groups of an interface let the first packet of a flow through.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function permits(world: World, at: Interface, direction: Direction, peer: Peer, port: number, kind: Protocol) {
  const rules = rulesOf(world, at, direction);
  if (!rules) return true;
  return rules.some((rule) => covers(rule, port, kind) && matches(world, rule, peer));
}

function covers(rule: Rule, port: number, protocol: Protocol): boolean {
  if (rule.protocol === "-1") return true;
  if (rule.protocol !== protocol) return false;
  if (protocol !== "tcp" && protocol !== "udp") return true;
  return (rule.from ?? 0) <= port && port <= (rule.to ?? 65_535);
}

function matches(world: World, rule: Rule, peer: Peer): boolean {
  if (rule.group) return peer.groups.includes(rule.group);
  if (rule.cidr) return contains(rule.cidr, peer.address);
  const list = world.prefixLists.find((one) => one.id === rule.prefixList);
  return list?.cidrs.some((cidr) => contains(cidr, peer.address)) ?? false;
}

/**
 * Whether AWS does not track a flow of TCP or UDP: a rule lets it come from or go to everywhere, and one of the other
 * direction lets answers on every port go everywhere. IPv4 and IPv6 are judged separately. Everything else is tracked.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections
 */
export function isUntracked(
  world: World,
  at: Interface,
  direction: Direction,
  flow: { address: string; port: number; protocol: Protocol },
): boolean {
  if (flow.protocol !== "tcp" && flow.protocol !== "udp") return false;
  const family = familyOf(flow.address);
  const back = direction === "ingress" ? "egress" : "ingress";
  const [there, answers] = [rulesOf(world, at, direction), rulesOf(world, at, back)];
  if (!there || !answers) return true;
  return (
    there.some((rule) => isEverything(rule.cidr, family) && covers(rule, flow.port, flow.protocol)) &&
    answers.some((rule) => isEverything(rule.cidr, family) && coversAllPorts(rule, flow.protocol))
  );
}

function coversAllPorts(rule: Rule, protocol: Protocol): boolean {
  if (rule.protocol === "-1") return true;
  return rule.protocol === protocol && (rule.from ?? 0) <= 0 && (rule.to ?? 65_535) >= 65_535;
}
