import { balancedLegs } from "./balancers";
import { directLegs, type Leg, type Question } from "./legs";
import type { Place, Protocol, World } from "./model";

/** A path of traffic: a connection, or two with a load balancer in between. */
export interface Way {
  legs: Leg[];
  /** Set for a path through a load balancer. */
  balanced?: { balancer: string; targetGroup: string; outlivesDeregistration: boolean };
}

/** The answer to "can new traffic flow?". */
export interface Reach {
  reachable: boolean;
  /** Every open path, direct ones first. */
  ways: Way[];
  /** What blocks each direct path. */
  blocked: string[];
}

/**
 * Whether a new connection can be opened: security groups of both sides with their group references and prefix lists,
 * network ACLs, routes (local, internet and NAT gateway, endpoints, peering), and load balancers with their targets.
 *
 * @param port Port of the target; 0 for protocols without ports.
 */
export function canReach(world: World, from: Place, to: Place, port: number, protocol: Protocol = "tcp"): Reach {
  const ask: Question = { from, to, port, protocol };
  const direct = directLegs(world, ask);
  const ways: Way[] = direct.flatMap((one) => ("leg" in one ? [{ legs: [one.leg] }] : []));
  for (const { legs, balancer, targetGroup, outlivesDeregistration } of balancedLegs(world, ask)) {
    ways.push({ legs, balanced: { balancer, targetGroup, outlivesDeregistration } });
  }
  const blocked = direct.flatMap((one) => ("blocked" in one ? [one.blocked] : []));
  return { reachable: ways.length > 0, ways, blocked };
}
