import type { NetworkInterface } from "@aws-sdk/client-ec2";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Balancer, TargetGroup } from "./model";

/**
 * The load balancers of one account and Region with their listeners, and the target groups with their targets.
 *
 * @param interfaces All interfaces: those of a load balancer say so in their description.
 */
export async function readBalancers(
  client: elb.ElasticLoadBalancingV2Client,
  interfaces: NetworkInterface[],
): Promise<{ balancers: Balancer[]; targetGroups: TargetGroup[] }> {
  const [balancers, groups] = await Promise.all([
    client.send(new elb.DescribeLoadBalancersCommand({})),
    client.send(new elb.DescribeTargetGroupsCommand({})),
  ]);
  return {
    balancers: await Promise.all((balancers.LoadBalancers ?? []).map((one) => balancerOf(client, one, interfaces))),
    targetGroups: await Promise.all((groups.TargetGroups ?? []).map((one) => targetGroupOf(client, one))),
  };
}

async function balancerOf(
  client: elb.ElasticLoadBalancingV2Client,
  one: elb.LoadBalancer,
  interfaces: NetworkInterface[],
): Promise<Balancer> {
  const arn = one.LoadBalancerArn!;
  const { Listeners } = await client.send(new elb.DescribeListenersCommand({ LoadBalancerArn: arn }));
  const description = `ELB ${arn.split(":loadbalancer/")[1]}`;
  return {
    arn,
    type: one.Type ?? "application",
    internetFacing: one.Scheme === "internet-facing",
    groups: one.SecurityGroups ?? [],
    interfaces: interfaces.filter((item) => item.Description === description).map((item) => item.NetworkInterfaceId!),
    listeners: await Promise.all((Listeners ?? []).map((listener) => listenerOf(client, listener))),
  };
}

/** A listener with every target group that its rules forward to, regardless of conditions. */
async function listenerOf(client: elb.ElasticLoadBalancingV2Client, listener: elb.Listener) {
  const { Rules } = await client.send(new elb.DescribeRulesCommand({ ListenerArn: listener.ListenerArn! }));
  const actions = [...(listener.DefaultActions ?? []), ...(Rules ?? []).flatMap((rule) => rule.Actions ?? [])];
  const named = actions.flatMap((action) => [
    action.TargetGroupArn,
    ...(action.ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn),
  ]);
  const targetGroups = [...new Set(named.filter((arn) => arn !== undefined))];
  return { port: listener.Port!, protocol: listener.Protocol!, targetGroups };
}

async function targetGroupOf(client: elb.ElasticLoadBalancingV2Client, one: elb.TargetGroup): Promise<TargetGroup> {
  const TargetGroupArn = one.TargetGroupArn!;
  const [health, attributes] = await Promise.all([
    client.send(new elb.DescribeTargetHealthCommand({ TargetGroupArn })),
    client.send(new elb.DescribeTargetGroupAttributesCommand({ TargetGroupArn })),
  ]);
  const set = (key: string) => attributes.Attributes?.find((item) => item.Key === key)?.Value;
  const preserved = set("preserve_client_ip.enabled");
  const byDefault = one.TargetType === "instance" || ["UDP", "TCP_UDP", "QUIC"].includes(one.Protocol!);
  return {
    arn: TargetGroupArn,
    type: one.TargetType ?? "instance",
    ...(one.VpcId && { vpc: one.VpcId }),
    preservesClient: preserved === undefined ? byDefault : preserved === "true",
    terminates: set("deregistration_delay.connection_termination.enabled") === "true",
    targets: (health.TargetHealthDescriptions ?? []).map((item) => ({
      id: item.Target!.Id!,
      port: item.Target!.Port ?? one.Port ?? 0,
      healthy: item.TargetHealth?.State === "healthy",
    })),
  };
}
