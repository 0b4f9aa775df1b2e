import { DescribeNetworkInterfacesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { advance, deathOf, type Flow, openFlow } from "./flows";
import type { Group, Place, Protocol, World } from "./model";
import { canReach, type Reach } from "./reach";
import { readNetwork } from "./read";
import { readBalancers } from "./readBalancers";

/** An open connection of the local AWS. */
export interface OpenFlow {
  flow: Flow;
  /** The last applied state of the groups, and its number. */
  state: World;
  seen: number;
}

/** Checks new and open connections in a local AWS. */
export interface LiveReach {
  /** Everything that currently decides about traffic. */
  world(): Promise<World>;
  /** Ids of the interfaces of an instance. */
  interfacesOf(instance: string): Promise<string[]>;
  /** Whether a new connection can be opened now. */
  canReach(from: Place, to: Place, port: number, protocol?: Protocol): Promise<Reach>;
  /** Opens a connection. Throws Error with what blocks it. */
  openFlow(from: Place, to: Place, port: number, protocol?: Protocol): Promise<OpenFlow>;
  /** Why a connection is dead; undefined while it is alive. Every change since it was opened counts. */
  deathOf(open: OpenFlow): Promise<string | undefined>;
  isAlive(open: OpenFlow): Promise<boolean>;
}

/** One state of the groups, as launcher/reach/history.py keeps it. */
interface Step {
  number: number;
  interfaces: Record<string, string[]>;
  groups: Record<string, Omit<Group, "id">>;
}

/**
 * @param endpoint URL of the local AWS.
 * @param accounts The accounts of the network, which their root users read.
 */
export function reachOf(endpoint: string, accounts: string[], region: string): LiveReach {
  const world = async () => merged(await Promise.all(accounts.map((account) => readWorld(endpoint, account, region))));
  const open = async (...ask: [Place, Place, number, Protocol?]): Promise<OpenFlow> => {
    const { last } = await history(endpoint);
    const state = await world();
    return { flow: openFlow(state, ...ask), state, seen: last };
  };
  const death = async (one: OpenFlow) => {
    const { last, steps } = await history(endpoint, one.seen);
    const now = await world();
    for (const step of steps) {
      one.state = at(now, one.state, step);
      one.flow = advance(one.flow, one.state);
    }
    one.flow = advance(one.flow, now);
    one.state = now;
    one.seen = last;
    return deathOf(one.flow, now);
  };
  return {
    world,
    interfacesOf: async (instance) =>
      (await world()).interfaces.filter((one) => one.instance === instance).map((one) => one.id),
    canReach: async (...ask) => canReach(await world(), ...ask),
    openFlow: open,
    deathOf: death,
    isAlive: async (one) => (await death(one)) === undefined,
  };
}

async function readWorld(endpoint: string, account: string, region: string): Promise<World> {
  const settings = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: "local" } };
  const [ec2, elb] = [new EC2Client(settings), new ElasticLoadBalancingV2Client(settings)];
  try {
    const described = await ec2.send(new DescribeNetworkInterfacesCommand({ IncludeManagedResources: true }));
    const [network, balancers] = await Promise.all([
      readNetwork(ec2),
      readBalancers(elb, described.NetworkInterfaces ?? []),
    ]);
    return { ...network, ...balancers };
  } finally {
    ec2.destroy();
    elb.destroy();
  }
}

/** One world from several accounts, with each part of a shared VPC only once. */
function merged(worlds: World[]): World {
  const [first, ...others] = worlds as [World, ...World[]];
  const names = Object.keys(first) as (keyof World)[];
  const all = names.map((name) => {
    const items: object[] = [first, ...others].flatMap((one) => one[name] as object[]);
    const byId = new Map(items.map((item) => ["id" in item ? item.id : (item as { arn: string }).arn, item]));
    return [name, [...byId.values()]];
  });
  return Object.fromEntries(all) as World;
}

/**
 * The world with the groups of an earlier state. Groups that the step does not have belong to another account and stay
 * unchanged.
 */
function at(now: World, before: World, step: Step): World {
  const nulls = (rule: object) => Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null));
  const known = Object.entries(step.groups).map(([id, rules]) => ({
    id,
    ingress: rules.ingress.map(nulls) as Group["ingress"],
    egress: rules.egress.map(nulls) as Group["egress"],
  }));
  const earlier = new Map(before.interfaces.map((one) => [one.id, one.groups]));
  return {
    ...now,
    interfaces: now.interfaces.map((one) => ({
      ...one,
      groups: step.interfaces[one.id] ?? earlier.get(one.id) ?? one.groups,
    })),
    groups: [...known, ...before.groups.filter((group) => !(group.id in step.groups))],
  };
}

async function history(endpoint: string, after?: number): Promise<{ last: number; steps: Step[] }> {
  const query = after === undefined ? "" : `?after=${after}`;
  const response = await fetch(`${endpoint}/_local-aws/reach-history${query}`);
  if (!response.ok) throw new Error(`the states since ${after} are no longer kept`);
  return (await response.json()) as { last: number; steps: Step[] };
}
