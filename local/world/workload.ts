import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { EC2 } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { rootOf } from "./accounts";
import { anyImage } from "./instances";
import type { Network } from "./network";

/** An instance of an Auto Scaling group behind a load balancer. */
export interface Workload {
  instance: string;
  group: string;
  targetGroupArn: string;
}

/** Creates an Auto Scaling group with one instance (at most two), which is registered in a target group. */
export async function makeWorkload(ec2: EC2, account: string, endpoint: string, network: Network): Promise<Workload> {
  const autoScaling = new AutoScaling(rootOf(account, endpoint));
  const balancing = new ElasticLoadBalancingV2(rootOf(account, endpoint));
  const targets = await balancing.createTargetGroup({
    Name: "shop",
    Protocol: "HTTP",
    Port: 80,
    VpcId: network.vpcId,
    TargetType: "instance",
  });
  const targetGroupArn = targets.TargetGroups![0]!.TargetGroupArn!;
  const template = await ec2.createLaunchTemplate({
    LaunchTemplateName: "shop",
    LaunchTemplateData: {
      ImageId: await anyImage(ec2),
      InstanceType: "t3.micro",
      SecurityGroupIds: [network.groupId],
    },
  });
  const group = "shop";
  await autoScaling.createAutoScalingGroup({
    AutoScalingGroupName: group,
    LaunchTemplate: { LaunchTemplateId: template.LaunchTemplate!.LaunchTemplateId!, Version: "$Latest" },
    MinSize: 1,
    MaxSize: 2,
    DesiredCapacity: 1,
    VPCZoneIdentifier: network.subnetId,
    TargetGroupARNs: [targetGroupArn],
  });
  const made = await autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: [group] });
  return { instance: made.AutoScalingGroups![0]!.Instances![0]!.InstanceId!, group, targetGroupArn };
}
