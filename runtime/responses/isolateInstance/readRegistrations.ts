import type { ElasticLoadBalancing } from "@aws-sdk/client-elastic-load-balancing";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { pages } from "../../aws/pages";
import type { InstanceState, Registration } from "./state";

/**
 * Where load balancers know the instance, by its id or by one of its addresses, and the names of all there are. No API
 * answers that for an instance, so every target group in use is asked.
 */
export async function readRegistrations(
  clients: { elb: ElasticLoadBalancing; elbv2: ElasticLoadBalancingV2 },
  id: string,
  addresses: string[],
): Promise<Pick<InstanceState, "registrations" | "balancers">> {
  const [groups, balancers] = await Promise.all([
    pages(
      (Marker) => clients.elbv2.describeTargetGroups({ Marker }),
      (page) => page.TargetGroups,
      (page) => page.NextMarker,
    ),
    pages(
      (Marker) => clients.elb.describeLoadBalancers({ Marker }),
      (page) => page.LoadBalancerDescriptions,
      (page) => page.NextMarker,
    ),
  ]);
  const registrations: Registration[] = [];
  for (const group of groups.filter((item) => item.TargetType === "instance" || item.TargetType === "ip")) {
    registrations.push(...(await registered(clients.elbv2, group.TargetGroupArn!, [id, ...addresses])));
  }
  for (const balancer of balancers) {
    if (!balancer.Instances?.some((instance) => instance.InstanceId === id)) continue;
    registrations.push({ kind: "classic", name: balancer.LoadBalancerName!, target: id, draining: false });
  }
  return {
    registrations,
    balancers: [
      ...groups.map((group) => group.TargetGroupArn!),
      ...balancers.map((balancer) => balancer.LoadBalancerName!),
    ],
  };
}

async function registered(elbv2: ElasticLoadBalancingV2, name: string, targets: string[]): Promise<Registration[]> {
  const health = await elbv2.describeTargetHealth({ TargetGroupArn: name });
  return (health.TargetHealthDescriptions ?? [])
    .filter((item) => targets.includes(item.Target!.Id!) && item.TargetHealth?.Reason !== "Target.NotRegistered")
    .map((item) => ({
      kind: "target-group",
      name,
      target: item.Target!.Id!,
      ...(item.Target!.Port !== undefined && { port: item.Target!.Port }),
      draining: item.TargetHealth?.State === "draining",
    }));
}
