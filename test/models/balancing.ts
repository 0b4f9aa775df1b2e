import { missing, type Operations, refused, serviceOf } from "./model";

/** A target as it is registered. */
export interface ModelTarget {
  id: string;
  port: number;
  state: "healthy" | "draining";
}

/** The load balancers and Auto Scaling groups of one account and Region. */
export interface BalancingState {
  targetGroups: Record<string, { vpcId: string; type: "instance" | "ip"; protocol: string; targets: ModelTarget[] }>;
  classic: Record<string, { instances: string[] }>;
  scaling: Record<string, ScalingGroup>;
}

export interface ScalingGroup {
  desired: number;
  max: number;
  members: Record<string, string>;
  /** Registers instances in service with these. */
  targetGroups: string[];
}

function targetGroup({ targetGroups }: BalancingState, arn: string) {
  const found = targetGroups[arn];
  if (!found) throw missing("TargetGroupNotFoundException", `target group ${arn}`);
  return found;
}

function classic(state: BalancingState, name: string) {
  const found = state.classic[name];
  if (!found) throw missing("AccessPointNotFoundException", `load balancer ${name}`);
  return found;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html: 80 unless the group has another port */
const defaultPort = 80;

const v2: Operations<BalancingState> = {
  DescribeTargetGroups: {
    parameters: ["Marker", "TargetGroupArns", "LoadBalancerArn", "PageSize"],
    act: ({ targetGroups }) => ({
      TargetGroups: Object.entries(targetGroups).map(([TargetGroupArn, { vpcId, type, protocol }]) => ({
        TargetGroupArn,
        VpcId: vpcId,
        TargetType: type,
        Protocol: protocol,
      })),
    }),
  },
  DescribeTargetHealth: {
    parameters: ["TargetGroupArn", "Targets"],
    act: (state, { TargetGroupArn }) => ({
      TargetHealthDescriptions: targetGroup(state, TargetGroupArn).targets.map(({ id, port, state: State }) => ({
        Target: { Id: id, Port: port },
        TargetHealth: { State },
      })),
    }),
  },
  /** A target that is not registered is no error. */
  DeregisterTargets: {
    parameters: ["TargetGroupArn", "Targets"],
    act(state, { TargetGroupArn, Targets }) {
      const { targets } = targetGroup(state, TargetGroupArn);
      for (const { Id, Port } of Targets)
        for (const target of targets)
          if (target.id === Id && (Port === undefined || target.port === Port)) target.state = "draining";
    },
  },
  RegisterTargets: {
    parameters: ["TargetGroupArn", "Targets"],
    act(state, { TargetGroupArn, Targets }) {
      const group = targetGroup(state, TargetGroupArn);
      for (const { Id, Port = defaultPort } of Targets) {
        group.targets = group.targets.filter(({ id, port }) => id !== Id || port !== Port);
        group.targets.push({ id: Id, port: Port, state: "healthy" });
      }
    },
  },
};

const one: Operations<BalancingState> = {
  DescribeLoadBalancers: {
    parameters: ["Marker", "LoadBalancerNames"],
    act: (state) => ({
      LoadBalancerDescriptions: Object.entries(state.classic).map(([LoadBalancerName, { instances }]) => ({
        LoadBalancerName,
        Instances: instances.map((InstanceId) => ({ InstanceId })),
      })),
    }),
  },
  DeregisterInstancesFromLoadBalancer: {
    parameters: ["LoadBalancerName", "Instances"],
    act(state, { LoadBalancerName, Instances }) {
      const balancer = classic(state, LoadBalancerName);
      const ids = Instances.map(({ InstanceId }: any) => InstanceId);
      balancer.instances = balancer.instances.filter((id) => !ids.includes(id));
    },
  },
  RegisterInstancesWithLoadBalancer: {
    parameters: ["LoadBalancerName", "Instances"],
    act(state, { LoadBalancerName, Instances }) {
      const balancer = classic(state, LoadBalancerName);
      const ids = Instances.map(({ InstanceId }: any) => InstanceId);
      balancer.instances = [...new Set([...balancer.instances, ...ids])];
    },
  },
};

function member(state: BalancingState, { AutoScalingGroupName, InstanceIds: [id] }: any) {
  const group = state.scaling[AutoScalingGroupName];
  if (!group?.members[id]) throw refused("ValidationError", `${id} is not in ${AutoScalingGroupName}`);
  return { group, id, lifecycle: group.members[id] };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html: standby deregisters, service registers again */
function setTargets(state: BalancingState, { targetGroups }: ScalingGroup, id: string, isIn: boolean): void {
  for (const arn of targetGroups) {
    const group = state.targetGroups[arn]!;
    for (const target of group.targets) if (target.id === id) target.state = isIn ? "healthy" : "draining";
  }
}

const scaling: Operations<BalancingState> = {
  DescribeAutoScalingInstances: {
    parameters: ["InstanceIds", "NextToken"],
    act: (state, { InstanceIds }) => ({
      AutoScalingInstances: Object.entries(state.scaling).flatMap(([AutoScalingGroupName, { members }]) =>
        Object.entries(members)
          .filter(([id]) => InstanceIds.includes(id))
          .map(([InstanceId, LifecycleState]) => ({ InstanceId, LifecycleState, AutoScalingGroupName })),
      ),
    }),
  },
  DescribeAutoScalingGroups: {
    parameters: ["AutoScalingGroupNames", "NextToken"],
    act: (state, { AutoScalingGroupNames }) => ({
      AutoScalingGroups: Object.entries(state.scaling)
        .filter(([name]) => AutoScalingGroupNames.includes(name))
        .map(([AutoScalingGroupName, { desired, max }]) => ({
          AutoScalingGroupName,
          DesiredCapacity: desired,
          MaxSize: max,
        })),
    }),
  },
  EnterStandby: {
    parameters: ["AutoScalingGroupName", "InstanceIds", "ShouldDecrementDesiredCapacity"],
    act(state, input) {
      const { group, id, lifecycle } = member(state, input);
      if (lifecycle !== "InService") throw refused("ValidationError", `${id} is ${lifecycle}, not InService`);
      group.members[id] = "Standby";
      setTargets(state, group, id, false);
    },
  },
  ExitStandby: {
    parameters: ["AutoScalingGroupName", "InstanceIds"],
    act(state, input) {
      const { group, id, lifecycle } = member(state, input);
      if (lifecycle !== "Standby") throw refused("ValidationError", `${id} is ${lifecycle}, not Standby`);
      if (group.desired + 1 > group.max) throw refused("ValidationError", "beyond the maximum of the group");
      group.desired++;
      group.members[id] = "InService";
      setTargets(state, group, id, true);
    },
  },
};

/** Load balancers of both generations and Auto Scaling over one state: Standby changes registrations. */
export const balancingModels = (holder: { state: BalancingState }) => ({
  elb: serviceOf("ElasticLoadBalancing", holder, one),
  elbv2: serviceOf("ElasticLoadBalancingV2", holder, v2),
  autoScaling: serviceOf("AutoScaling", holder, scaling),
});
