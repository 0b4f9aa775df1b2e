import type { IsolationClients } from "./clients";
import type { InstanceState } from "./state";

/**
 * The Auto Scaling group that the instance is in, and its desired capacity. Only Auto Scaling can write the tag
 * (https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html).
 */
export async function groupOf(
  { autoScaling }: Pick<IsolationClients, "autoScaling">,
  { tags }: Pick<InstanceState, "tags">,
): Promise<{ name: string; size: number } | undefined> {
  const name = tags["aws:autoscaling:groupName"];
  if (name === undefined) return undefined;
  const { AutoScalingGroups = [] } = await autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: [name] });
  return { name, size: AutoScalingGroups[0]?.DesiredCapacity ?? 0 };
}
