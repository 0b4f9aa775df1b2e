import type { ElasticLoadBalancing } from "@aws-sdk/client-elastic-load-balancing";
import type { ElasticLoadBalancingV2, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import { pages } from "../../aws/pages";
import type { Registration } from "./state";

/**
 * Where load balancers know the instance, by its id or by one of its addresses. No API answers that for an instance, so
 * every target group in use is asked.
 */
export async function readRegistrations(
  clients: { elb: ElasticLoadBalancing; elbv2: ElasticLoadBalancingV2 },
  id: string,
  addresses: string[],
): Promise<Registration[]> {
  const [inGroups, inClassic] = await Promise.all([
    targetGroups(clients.elbv2, [id, ...addresses]),
    classicBalancers(clients.elb, id),
  ]);
  return [...inGroups, ...inClassic];
}

async function targetGroups(elbv2: ElasticLoadBalancingV2, names: string[]): Promise<Registration[]> {
  const groups = await pages(
    (Marker) => elbv2.describeTargetGroups({ Marker }),
    (page) => page.TargetGroups,
    (page) => page.NextMarker,
  );
  const asked = groups.filter((group) => group.TargetType === "instance" || group.TargetType === "ip");
  const found: Registration[] = [];
  for (const group of asked) found.push(...(await registered(elbv2, group, names)));
  return found;
}

async function registered(
  elbv2: ElasticLoadBalancingV2,
  group: TargetGroup,
  names: string[],
): Promise<Registration[]> {
  const health = await elbv2.describeTargetHealth({ TargetGroupArn: group.TargetGroupArn! });
  return (health.TargetHealthDescriptions ?? [])
    .filter((item) => names.includes(item.Target!.Id!) && item.TargetHealth?.State !== "unused")
    .map((item) => ({
      kind: "target-group",
      name: group.TargetGroupArn!,
      target: item.Target!.Id!,
      ...(item.Target!.Port !== undefined && { port: item.Target!.Port }),
      draining: item.TargetHealth?.State === "draining",
    }));
}

async function classicBalancers(elb: ElasticLoadBalancing, id: string): Promise<Registration[]> {
  const balancers = await pages(
    (Marker) => elb.describeLoadBalancers({ Marker }),
    (page) => page.LoadBalancerDescriptions,
    (page) => page.NextMarker,
  );
  return balancers
    .filter((balancer) => balancer.Instances?.some((instance) => instance.InstanceId === id))
    .map((balancer) => ({ kind: "classic", name: balancer.LoadBalancerName!, target: id, draining: false }));
}
