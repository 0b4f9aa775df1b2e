import { type Attempt, directLegs, interfaceAt, judged, type Leg, type Question } from "./legs";
import type { Balancer, Interface, TargetGroup, World } from "./model";

/** The connection of a client to a load balancer and the one of the load balancer to its target. */
export interface Balanced {
  balancer: string;
  balancerType: string;
  targetGroup: string;
  /** Whether the connection continues after the target is deregistered. */
  outlivesDeregistration: boolean;
  legs: [Leg, Leg];
}

const transport: Record<string, string> = { UDP: "udp", TCP_UDP: "tcp", QUIC: "udp" };

/**
 * Every path from a client to a registered, healthy target through a load balancer that listens for the protocol. The
 * question has the target's port, not the listener's.
 *
 * Connections through a Network Load Balancer continue after deregistration until they end, unless the target group
 * terminates them. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export function balancedLegs(world: World, ask: Question): Balanced[] {
  const to = interfaceAt(world, ask.to);
  if (!to) return [];
  return world.balancers.flatMap((balancer) =>
    balancer.listeners.flatMap((listener) => {
      const protocol = transport[listener.protocol] ?? "tcp";
      if (protocol !== ask.protocol && !(listener.protocol === "TCP_UDP" && ask.protocol === "udp")) return [];
      const groups = world.targetGroups.filter(
        (group) => listener.targetGroups.includes(group.arn) && serves(group, to, ask.port),
      );
      return groups.flatMap((group) =>
        through(world, ask, { balancer, listenerPort: listener.port, group, to, port: ask.port }),
      );
    }),
  );
}

/** Whether a target group sends to a port of an interface: by instance id, or by address in its own VPC. */
export function serves(group: TargetGroup, to: Interface, port: number): boolean {
  if (group.vpc !== undefined && group.vpc !== to.vpc) return false;
  return group.targets.some(
    (target) =>
      target.healthy &&
      target.port === port &&
      (group.type === "ip" ? to.addresses.includes(target.id) : target.id === to.instance),
  );
}

interface Middle {
  balancer: Balancer;
  listenerPort: number;
  group: TargetGroup;
  to: Interface;
  /** Port of the target. */
  port: number;
}

function through(world: World, ask: Question, middle: Middle): Balanced[] {
  const { balancer, group } = middle;
  for (const node of balancer.interfaces) {
    const first = entering(world, { ...ask, to: { interface: node }, port: middle.listenerPort }, balancer);
    const second = first && toTarget(world, first, { ...middle, node });
    if (!first || !second) continue;
    const network = balancer.type === "network";
    return [
      {
        balancer: balancer.arn,
        balancerType: balancer.type,
        targetGroup: group.arn,
        outlivesDeregistration: network && !group.terminates,
        legs: [first, second],
      },
    ];
  }
  return [];
}

/**
 * The connection of a node to a target. Where a Network Load Balancer preserves the client's address, the target's groups
 * see it, and references to the load balancer's groups count as well.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function toTarget(world: World, first: Leg, middle: Middle & { node: string }): Leg | undefined {
  const { balancer, group, to } = middle;
  const from = world.interfaces.find((one) => one.id === middle.node);
  if (balancer.type === "network" && group.preservesClient && from?.vpc === to.vpc) {
    const always = "a Network Load Balancer";
    const ends = { from, to, toAddress: to.addresses[0]!, fromAddress: first.fromAddress };
    const { protocol } = first;
    const leg: Leg = { ...ends, port: middle.port, protocol, via: "local", private: true, alwaysTracked: always };
    return legOf([judged(world, { ...leg, preserved: true })]);
  }
  const ask = {
    from: { interface: middle.node },
    to: { interface: to.id },
    port: middle.port,
    protocol: first.protocol,
  };
  return legOf(directLegs(world, ask));
}

/** The connection to a node. From outside it needs a load balancer that faces the internet. */
function entering(world: World, ask: Question, balancer: Balancer): Leg | undefined {
  if (!interfaceAt(world, ask.from) && !balancer.internetFacing) {
    return legOf(directLegs(world, ask).filter((one) => "leg" in one && one.leg.private));
  }
  return legOf(directLegs(world, ask));
}

function legOf(attempts: Attempt[]): Leg | undefined {
  const found = attempts.find((one) => "leg" in one);
  return found && "leg" in found ? found.leg : undefined;
}
