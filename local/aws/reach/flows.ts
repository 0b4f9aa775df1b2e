import { serves } from "./balancers";
import { isUntracked, permits } from "./groups";
import { crossing, type Leg, sidesOf } from "./legs";
import type { Interface, Place, Protocol, World } from "./model";
import { canReach, type Way } from "./reach";
import { routeFor } from "./routes";

/**
 * How the security groups of an interface treat an open connection: `always` and `tracked` ones continue regardless of
 * later rules, `untracked` ones need a rule for every packet, `cut` ones have none.
 */
export type Tracking = "always" | "tracked" | "untracked" | "cut";

/** An open connection. Immutable: `advance` returns the next one. */
export interface Flow {
  way: Way;
  /** For each leg and each of its interfaces: the last known groups, and how they treat the flow. */
  sides: { interface: string; groups: string[]; tracking: Tracking }[][];
}

/**
 * Opens a connection.
 *
 * @throws Error that says what blocks it.
 */
export function openFlow(world: World, from: Place, to: Place, port: number, protocol: Protocol = "tcp"): Flow {
  const reach = canReach(world, from, to, port, protocol);
  const [way] = reach.ways;
  if (!way) throw new Error(`no traffic can flow: ${reach.blocked.join("; ")}`);
  const sides = way.legs.map((leg) =>
    sidesOf(leg).map((side) => ({
      interface: side.at.id,
      groups: side.at.groups,
      tracking: trackingOf(world, leg, side),
    })),
  );
  return { way, sides };
}

type Side = ReturnType<typeof sidesOf>[number];

function trackingOf(world: World, leg: Leg, side: Side): Tracking {
  if (leg.alwaysTracked) return "always";
  const flow = { address: side.peer, port: leg.port, protocol: leg.protocol };
  return isUntracked(world, side.at, side.direction, flow) ? "untracked" : "tracked";
}

/**
 * The flow after a change of groups or rules. Apply every state of the world in order: two changes at once would hide
 * the state between them.
 *
 * According to AWS, a tracked connection survives, and an untracked one ends as soon as its rule is removed. We assume
 * that a tracked connection becomes untracked when its interface gets groups that allow all traffic in both directions;
 * AWS's own runbooks rely on this. An untracked connection whose first direction stays allowed counts as tracked from
 * then on, which is the conservative choice for a test of isolation.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export function advance(flow: Flow, world: World): Flow {
  const sides = flow.way.legs.map((leg, index) =>
    sidesOf(leg).map((side, number) => {
      const known = flow.sides[index]![number]!;
      const at = world.interfaces.find((one) => one.id === side.at.id);
      return at ? { ...known, groups: at.groups, tracking: next(world, leg, { ...side, at }, known) } : known;
    }),
  );
  return { ...flow, sides };
}

function next(world: World, leg: Leg, side: Side, known: { groups: string[]; tracking: Tracking }): Tracking {
  if (known.tracking === "always") return "always";
  const now = trackingOf(world, leg, side);
  if (known.tracking === "tracked") {
    const moved = known.groups.join() !== side.at.groups.join();
    return moved && now === "untracked" ? "untracked" : "tracked";
  }
  const other = side.other && world.interfaces.find((one) => one.id === side.other!.id);
  const peer = { address: side.peer, groups: leg.private ? (other?.groups ?? []) : [] };
  return permits(world, side.at, side.direction, peer, leg.port, leg.protocol) ? now : "cut";
}

/** Why a flow is dead in its current world; undefined if it is alive. */
export function deathOf(flow: Flow, world: World): string | undefined {
  for (const [index, leg] of flow.way.legs.entries()) {
    for (const [number, side] of sidesOf(leg).entries()) {
      const at = world.interfaces.find((one) => one.id === side.at.id);
      if (!at) return `${side.at.id} is gone`;
      if (flow.sides[index]![number]!.tracking === "cut") return `the security groups of ${at.id} (${side.direction})`;
      const lost = lostRoute(world, leg, { ...side, at });
      if (lost) return lost;
    }
    const acl = crossing(world, leg);
    if (acl) return acl;
  }
  return deregistered(flow, world);
}

/** Routes are looked up for every packet, on both sides. */
function lostRoute(world: World, leg: Leg, side: Side): string | undefined {
  if (leg.preserved) return undefined;
  const before = side.at === leg.from || side.at.id === leg.from?.id;
  const route = routeFor(world, side.at.subnet, side.peer);
  if (!route || route.blackhole) return `no route from ${side.at.subnet} to ${side.peer}`;
  if (before && leg.via === "NAT gateway" && !world.natGateways.find((one) => one.id === route.target)?.available) {
    return `${route.target} is gone`;
  }
  if (leg.via === "internet gateway" && route.target.startsWith("igw-") && !hasPublic(side.at, leg)) {
    return `${side.at.id} has lost its public address`;
  }
  return undefined;
}

function hasPublic(at: Interface, leg: Leg): boolean {
  const own = at.id === leg.from?.id ? leg.fromAddress : leg.toAddress;
  return at.publicAddresses.includes(own) || at.addresses.includes(own);
}

function deregistered(flow: Flow, world: World): string | undefined {
  const { balanced, legs } = flow.way;
  if (!balanced) return undefined;
  const balancer = world.balancers.find((one) => one.arn === balanced.balancer);
  if (!balancer) return "the load balancer is gone";
  const group = world.targetGroups.find((one) => one.arn === balanced.targetGroup);
  const to = world.interfaces.find((one) => one.id === legs.at(-1)!.to!.id)!;
  const registered = group && serves(group, to, legs.at(-1)!.port);
  return registered || balanced.outlivesDeregistration ? undefined : "its target is deregistered";
}
