import { contains, familyOf, isEverything } from "./addresses";
import type { Interface, Protocol, Rule, World } from "./model";

/** The other end from the perspective of an interface's rules. */
export interface Peer {
  address: string;
  /** Its security groups; empty if it appears with a public address or is outside. */
  groups: string[];
}

/** Direction of the first packet, relative to the interface. */
export type Direction = "ingress" | "egress";

/** Interfaces of these services have no security groups of their own unless they show some. */
const withoutGroups = ["natGateway", "network_load_balancer", "gateway_load_balancer", "transit_gateway"];

/** All rules of an interface in one direction, or undefined if no security group applies. */
export function rulesOf(world: World, at: Interface, direction: Direction): Rule[] | undefined {
  if (at.groups.length === 0 && (withoutGroups.includes(at.type) || at.type === "gateway_load_balancer_endpoint")) {
    return undefined;
  }
  return at.groups.flatMap((id) => world.groups.find((group) => group.id === id)?.[direction] ?? []);
}

/**
 * Whether the security groups of an interface allow the first packet of a flow.
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
 * Whether AWS does not track a TCP or UDP flow: a rule allows it from or to everywhere, and a rule of the other
 * direction allows answers on all ports to everywhere. IPv4 and IPv6 are evaluated separately. Everything else is
 * tracked.
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
