import type { ElasticLoadBalancing, LoadBalancerDescription } from "@aws-sdk/client-elastic-load-balancing";
import type {
  ElasticLoadBalancingV2,
  TargetGroup,
  TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { coded, isMissing } from "../lib/errors";
import { pages } from "./pages";
import type { Port } from "./wall/paths";

/** The load balancer's kind by the protocol of its target group; unknown for a group without one. */
export type BalancerKind = "application" | "network" | "gateway";

/** The registration of an instance or an address in a target group or a Classic Load Balancer. */
export interface Registration {
  kind: "target-group" | "classic";
  /** The target group's ARN or the Classic Load Balancer's name. */
  name: string;
  /** What is registered: the instance id, or one of its addresses. */
  target: string;
  port?: number;
  /** Open connections may continue for the group's drain period. */
  draining: boolean;
  balancer?: BalancerKind;
  /** The load balancers of a target group, as EC2 describes their nodes: `net/NAME/ID`. */
  nodes?: string[];
}

/** A part of the state that could not be read. */
export interface Unreadable {
  part: string;
  reason: string;
  /** Another reading may succeed. */
  again: boolean;
}

/** Maximum number of target groups read in parallel, and maximum total duration in milliseconds. */
const limits = { atOnce: 10, milliseconds: 20_000 };

/** What is known of registrations. */
interface Found {
  registrations: Registration[];
  /** Every target group and Classic Load Balancer of the Region, by ARN or name. */
  balancers: string[];
  /** Targets in other VPCs with one of the addresses: it is unknown whether they are meant. */
  namesakes: string[];
  late: Unreadable[];
}

/**
 * The instance's registrations in load balancers, by its id or by one of its addresses, and the names of all load balancers. No
 * API lists them for an instance, so the target groups of its VPCs are read, and last those with addresses in other VPCs. An
 * address counts only in its own VPC: in another VPC it may belong to another machine
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html). Without interfaces, groups of
 * all VPCs count. Target groups that could not be read in time are reported.
 */
export async function readRegistrations(
  clients: { elb?: ElasticLoadBalancing; elbv2: ElasticLoadBalancingV2 },
  id: string,
  ports: Pick<Port, "vpcId" | "addresses">[],
): Promise<Found> {
  const until = Date.now() + limits.milliseconds;
  const [groups, balancers] = await Promise.all([
    pages(
      (Marker) => clients.elbv2.describeTargetGroups({ Marker }),
      (page) => page.TargetGroups,
      (page) => page.NextMarker,
    ),
    readClassic(clients.elb),
  ]);
  const relevant = inOrder(groups, ports);
  const asked = await askAll(clients.elbv2, relevant, until);
  const found = asked.targets.flatMap(({ group, targets }) => registered(group, targets, id, ports));
  const classic = balancers
    .filter(({ Instances }) => Instances?.some((instance) => instance.InstanceId === id))
    .map(({ LoadBalancerName: name }): Registration => ({ kind: "classic", name: name!, target: id, draining: false }));
  return {
    registrations: [...found.flatMap((item) => ("kind" in item ? [item] : [])), ...classic],
    namesakes: found.flatMap((item) => ("namesake" in item ? [item.namesake] : [])),
    balancers: [
      ...groups.map((group) => group.TargetGroupArn!),
      ...balancers.map((balancer) => balancer.LoadBalancerName!),
    ],
    late: asked.left > 0 ? [tooLate(asked.left, relevant.length)] : [],
  };
}

async function readClassic(elb: ElasticLoadBalancing | undefined): Promise<LoadBalancerDescription[]> {
  if (!elb) return [];
  return pages(
    (Marker) => elb.describeLoadBalancers({ Marker }),
    (page) => page.LoadBalancerDescriptions,
    (page) => page.NextMarker,
  );
}

const tooLate = (left: number, all: number): Unreadable => ({
  part: "registrations",
  reason: `${left} of ${all} target groups could not be asked within ${limits.milliseconds / 1000} seconds`,
  again: false,
});

/** Those of the instance's own VPCs first; of the others only those that hold addresses. */
function inOrder(groups: TargetGroup[], ports: Pick<Port, "vpcId">[]): TargetGroup[] {
  const isOwn = ({ VpcId }: TargetGroup) => ports.length === 0 || ports.some((port) => port.vpcId === VpcId);
  const kinds = groups.filter(({ TargetType }) => TargetType === "instance" || TargetType === "ip");
  const foreign = kinds.filter((group) => !isOwn(group) && group.TargetType === "ip");
  return [...kinds.filter(isOwn), ...foreign];
}

interface Asked {
  targets: { group: TargetGroup; targets: TargetHealthDescription[] }[];
  /** How many groups were not asked. */
  left: number;
}

async function askAll(elbv2: ElasticLoadBalancingV2, groups: TargetGroup[], until: number): Promise<Asked> {
  const targets: Asked["targets"] = [];
  const queue = [...groups];
  const worker = async () => {
    while (queue.length > 0 && Date.now() < until) {
      const group = queue.shift()!;
      targets.push({ group, targets: await ask(elbv2, group.TargetGroupArn!) });
    }
  };
  await Promise.all(Array.from({ length: limits.atOnce }, worker));
  return { targets, left: queue.length };
}

/**
 * A deleted group has no targets.
 *
 * @throws NotVisible if it is still listed: what is registered in it is unknown then
 */
async function ask(elbv2: ElasticLoadBalancingV2, TargetGroupArn: string): Promise<TargetHealthDescription[]> {
  try {
    return (await elbv2.describeTargetHealth({ TargetGroupArn })).TargetHealthDescriptions ?? [];
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  if (await isDeleted(elbv2, TargetGroupArn)) return [];
  throw coded("NotVisible", `Elastic Load Balancing lists ${TargetGroupArn} and does not show its targets`);
}

async function isDeleted(elbv2: ElasticLoadBalancingV2, arn: string): Promise<boolean> {
  try {
    const { TargetGroups = [] } = await elbv2.describeTargetGroups({ TargetGroupArns: [arn] });
    return TargetGroups.length === 0;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}

function registered(
  group: TargetGroup,
  targets: TargetHealthDescription[],
  id: string,
  ports: Pick<Port, "vpcId" | "addresses">[],
): (Registration | { namesake: string })[] {
  const name = group.TargetGroupArn!;
  const own = ports.filter((port) => port.vpcId === group.VpcId).flatMap((port) => port.addresses);
  const all = ports.flatMap((port) => port.addresses);
  const balancer = balancerOf(group);
  const nodes = balancer === "network" ? (group.LoadBalancerArns ?? []).map(nameOf) : [];
  return targets
    .filter((item) => item.TargetHealth?.Reason !== "Target.NotRegistered")
    .flatMap((item): (Registration | { namesake: string })[] => {
      const target = item.Target!.Id!;
      // An address outside of the group's VPC is registered for all zones.
      const outside = item.Target!.AvailabilityZone === "all";
      const isIts = target === id || (own.includes(target) && !outside);
      if (!isIts) return all.includes(target) ? [{ namesake: `${target} in target group ${name}` }] : [];
      return [
        {
          kind: "target-group" as const,
          name,
          target,
          ...(item.Target!.Port !== undefined && { port: item.Target!.Port }),
          draining: item.TargetHealth?.State === "draining",
          ...(balancer && { balancer }),
          ...(nodes.length > 0 && { nodes }),
        },
      ];
    });
}

/** arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/net/NAME/ID */
const nameOf = (arn: string) => arn.split("/").slice(1).join("/");

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html */
function balancerOf({ Protocol }: TargetGroup): BalancerKind | undefined {
  if (!Protocol) return undefined;
  if (Protocol === "GENEVE") return "gateway";
  return Protocol.startsWith("HTTP") ? "application" : "network";
}
