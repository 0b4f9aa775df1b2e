import type { EC2 } from "@aws-sdk/client-ec2";
import { ECS } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { accounts, rootOf } from "./accounts";
import { makeNetwork, type Network } from "./network";
import { iamIn } from "./principals";
import type { World } from "./world";

/** ECS in one of the accounts, as its root user: the workload's owner, not the product. */
export const ecsIn = (world: World, account: keyof typeof accounts) =>
  new ECS(rootOf(accounts[account].id, world.endpoint));

/** Load balancers of one of the accounts. */
export const balancersIn = (world: World, account: keyof typeof accounts) =>
  new ElasticLoadBalancingV2(rootOf(accounts[account].id, world.endpoint));

/** A service with its running tasks. */
export interface Served {
  cluster: string;
  tasks: string[];
  definition: string;
  /** The ARN of the role of its tasks. */
  role: string;
  targetGroup: string;
}

/** What a service may differ in. */
export interface ServiceOptions {
  count?: number;
  tags?: Record<string, string>;
}

/**
 * A service on Fargate in a cluster of its own, with a role and a target group of the same name. Its tasks have interfaces in the
 * network and listen on port 8080.
 */
export async function makeService(
  world: World,
  account: keyof typeof accounts,
  name: string,
  { vpcId, subnetId, groupId }: Network,
  { count = 1, tags = {} }: ServiceOptions = {},
): Promise<Served> {
  const ecs = ecsIn(world, account);
  const { role, definition } = await defineTask(world, account, name, "awsvpc");
  const made = await balancersIn(world, account).createTargetGroup({
    Name: name,
    Protocol: "HTTP",
    Port: 8080,
    VpcId: vpcId,
    TargetType: "ip",
  });
  const targetGroup = made.TargetGroups![0]!.TargetGroupArn!;
  await ecs.createService({
    cluster: name,
    serviceName: name,
    taskDefinition: definition,
    desiredCount: count,
    launchType: "FARGATE",
    networkConfiguration: { awsvpcConfiguration: { subnets: [subnetId], securityGroups: [groupId] } },
    loadBalancers: [{ targetGroupArn: targetGroup, containerName: "web", containerPort: 8080 }],
  });
  const tasks = (await ecs.listTasks({ cluster: name })).taskArns!;
  const list = Object.entries(tags).map(([key, value]) => ({ key, value }));
  if (list.length > 0) for (const resourceArn of tasks) await ecs.tagResource({ resourceArn, tags: list });
  return { cluster: name, tasks, definition, role, targetGroup };
}

/** A cluster, a role and a definition of that name; the container of its tasks listens on port 8080. */
export async function defineTask(
  world: World,
  account: keyof typeof accounts,
  name: string,
  networkMode: "awsvpc" | "bridge",
): Promise<{ role: string; definition: string }> {
  const ecs = ecsIn(world, account);
  const Principal = { Service: "ecs-tasks.amazonaws.com" };
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  const role = (await iamIn(world, account).createRole({ RoleName: `${name}-task`, AssumeRolePolicyDocument })).Role!
    .Arn!;
  await ecs.createCluster({ clusterName: name });
  const { taskDefinition } = await ecs.registerTaskDefinition({
    family: name,
    networkMode,
    taskRoleArn: role,
    containerDefinitions: [{ name: "web", image: "web:1", memory: 128, portMappings: [{ containerPort: 8080 }] }],
  });
  return { role, definition: taskDefinition!.taskDefinitionArn! };
}

/** A network with a second subnet, in which tasks run, apart from everything else in its VPC. */
export async function makeTaskNetwork(ec2: EC2, number: number): Promise<Network> {
  const network = await makeNetwork(ec2, number);
  const { Subnet } = await ec2.createSubnet({ VpcId: network.vpcId, CidrBlock: `10.${number}.2.0/24` });
  return { ...network, subnetId: Subnet!.SubnetId! };
}
