import assert from "node:assert/strict";
import {
  AttachLoadBalancersCommand,
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DetachInstancesCommand,
  EnterStandbyCommand,
  ExitStandbyCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import {
  CreateLoadBalancerCommand,
  DeregisterInstancesFromLoadBalancerCommand,
  DescribeInstanceHealthCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingClient,
  RegisterInstancesWithLoadBalancerCommand,
} from "@aws-sdk/client-elastic-load-balancing";
import {
  CreateTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
  type TargetDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { member } from "./instance";
import { described, ec2As, launch, type Network, network, securityGroup } from "./machines";
import { as, errorName, unique } from "./principals";

async function targetGroup(TargetType: "instance" | "ip", VpcId: string): Promise<string> {
  const balancing = new ElasticLoadBalancingV2Client(await as(member));
  const settings = { Name: unique("targets"), TargetType, Protocol: "HTTP" as const, Port: 80, VpcId };
  return (await balancing.send(new CreateTargetGroupCommand(settings))).TargetGroups![0]!.TargetGroupArn!;
}

/** The state of a target group: `id:port state` of every target, or of those asked for. */
async function health(TargetGroupArn: string, Targets?: TargetDescription[]): Promise<string[]> {
  const balancing = new ElasticLoadBalancingV2Client(await as(member));
  const answer = await balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn, Targets }));
  return answer
    .TargetHealthDescriptions!.map((one) => `${one.Target!.Id}:${one.Target!.Port} ${one.TargetHealth!.State}`)
    .sort();
}

/** A group with a launch template, from 1 to 3 instances. */
async function scalingGroup({ vpc, subnet }: Network, desired: number, targets: string[] = []) {
  const template = unique("template");
  const group = await securityGroup(vpc);
  const ec2 = await ec2As();
  await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: template,
      LaunchTemplateData: { ImageId: "ami-12c6146b", InstanceType: "t3.micro", SecurityGroupIds: [group] },
    }),
  );
  const client = new AutoScalingClient(await as(member));
  const name = unique("scaling");
  await client.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      MinSize: 1,
      MaxSize: 3,
      DesiredCapacity: desired,
      LaunchTemplate: { LaunchTemplateName: template, Version: "$Latest" },
      VPCZoneIdentifier: subnet,
      TargetGroupARNs: targets,
    }),
  );
  const list = async () => {
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
    return (await client.send(command)).AutoScalingGroups![0]!;
  };
  return {
    client,
    name,
    group,
    list,
    ids: async () => (await list()).Instances!.map((one) => one.InstanceId!),
    states: async () => [(await list()).DesiredCapacity, ...(await list()).Instances!.map((one) => one.LifecycleState)],
    enter: (id: string, decrement: boolean) =>
      errorName(
        client.send(
          new EnterStandbyCommand({
            AutoScalingGroupName: name,
            InstanceIds: [id],
            ShouldDecrementDesiredCapacity: decrement,
          }),
        ),
      ),
    exit: (id: string) =>
      errorName(client.send(new ExitStandbyCommand({ AutoScalingGroupName: name, InstanceIds: [id] }))),
  };
}

describe("local AWS: Auto Scaling", () => {
  it("an instance of a group has its tag and the template's groups, and names its group", async () => {
    const made = await scalingGroup(await network(), 1);
    const [id] = await made.ids();
    const instance = await described(id!);
    const tags = Object.fromEntries(instance.Tags!.map((tag) => [tag.Key, tag.Value]));
    assert.equal(tags["aws:autoscaling:groupName"], made.name);
    assert.deepEqual(
      instance.NetworkInterfaces![0]!.Groups!.map((group) => group.GroupId),
      [made.group],
    );
    const asked = new DescribeAutoScalingInstancesCommand({ InstanceIds: [id!, "i-00000000000000000"] });
    const known = (await made.client.send(asked)).AutoScalingInstances!;
    assert.deepEqual(
      known.map((one) => [one.InstanceId, one.AutoScalingGroupName, one.LifecycleState]),
      [[id, made.name, "InService"]],
    );
  });

  it("Standby with decrement keeps the size down and takes the instance out of its target groups", async () => {
    const place = await network();
    const targets = await targetGroup("instance", place.vpc);
    const made = await scalingGroup(place, 2, [targets]);
    const [first, second] = await made.ids();
    assert.equal((await health(targets)).length, 2);
    assert.equal(await made.enter(first!, true), undefined);
    assert.deepEqual(await made.states(), [1, "Standby", "InService"]);
    assert.deepEqual(await health(targets), [`${second}:80 healthy`]);
    assert.equal(await made.enter(second!, true), "ValidationError", "below the minimum");
    assert.equal(await made.enter(first!, false), "ValidationError", "already in Standby");
    assert.equal(await made.exit(second!), "ValidationError", "not in Standby");
    assert.equal(await made.exit(first!), undefined);
    assert.deepEqual(await made.states(), [2, "InService", "InService"]);
    assert.equal((await health(targets)).length, 2);
  });

  it("Standby without decrement starts a replacement, and the instance cannot return beyond the maximum", async () => {
    const made = await scalingGroup(await network(), 3);
    const [first] = await made.ids();
    assert.equal(await made.enter(first!, false), undefined);
    assert.deepEqual(await made.states(), [3, "Standby", "InService", "InService", "InService"]);
    assert.equal(await made.exit(first!), "ValidationError");
    assert.equal(await made.enter("i-00000000000000000", true), "ValidationError", "no member");
    const absent = { AutoScalingGroupName: "absent", InstanceIds: [first!] };
    assert.equal(await errorName(made.client.send(new ExitStandbyCommand(absent))), "ValidationError");
  });

  it("a detached instance loses the group's tag and target groups; a terminated one is replaced", async () => {
    const place = await network();
    const targets = await targetGroup("instance", place.vpc);
    const made = await scalingGroup(place, 2, [targets]);
    const [first, second] = await made.ids();
    const detach = (InstanceIds: string[]) =>
      errorName(
        made.client.send(
          new DetachInstancesCommand({
            AutoScalingGroupName: made.name,
            InstanceIds,
            ShouldDecrementDesiredCapacity: true,
          }),
        ),
      );
    assert.equal(await detach([first!]), undefined);
    assert.deepEqual(await made.ids(), [second]);
    assert.ok(!(await described(first!)).Tags!.some((tag) => tag.Key === "aws:autoscaling:groupName"));
    assert.deepEqual(await health(targets), [`${second}:80 healthy`]);
    assert.equal(await detach([second!]), "ValidationError", "below the minimum");
    await (await ec2As()).send(new TerminateInstancesCommand({ InstanceIds: [second!] }));
    const [replacement, ...rest] = await made.ids();
    assert.deepEqual(rest, []);
    assert.notEqual(replacement, second);
    assert.deepEqual(await health(targets), [`${replacement}:80 healthy`]);
    const foreign = new TerminateInstanceInAutoScalingGroupCommand({
      InstanceId: first!,
      ShouldDecrementDesiredCapacity: false,
    });
    assert.equal(await errorName(made.client.send(foreign)), "ValidationError");
  });
});

describe("local AWS: load balancers", () => {
  it("targets are instances of the VPC or addresses, each with its port", async () => {
    const place = await network();
    const balancing = new ElasticLoadBalancingV2Client(await as(member));
    const [machines, addresses] = [await targetGroup("instance", place.vpc), await targetGroup("ip", place.vpc)];
    const register = (TargetGroupArn: string, ...Targets: TargetDescription[]) =>
      errorName(balancing.send(new RegisterTargetsCommand({ TargetGroupArn, Targets })));
    const deregister = (TargetGroupArn: string, ...Targets: TargetDescription[]) =>
      errorName(balancing.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets })));

    const Id = (await launch({ SubnetId: place.subnet })).InstanceId!;
    assert.equal(await register(machines, { Id }, { Id, Port: 8080 }), undefined);
    assert.deepEqual(await health(machines), [`${Id}:80 healthy`, `${Id}:8080 healthy`]);
    assert.equal(await deregister(machines, { Id, Port: 8080 }), undefined);
    assert.deepEqual(await health(machines), [`${Id}:80 healthy`]);
    assert.deepEqual(await health(machines, [{ Id, Port: 8080 }]), [`${Id}:8080 unused`]);
    assert.equal(await deregister(machines, { Id: "i-00000000000000000" }), undefined, "absence is no error");
    assert.equal(await register(machines, { Id: "i-00000000000000000" }), "InvalidTargetException");
    const foreign = await launch({ SubnetId: (await network()).subnet });
    assert.equal(await register(machines, { Id: foreign.InstanceId }), "InvalidTargetException");

    assert.equal(await register(addresses, { Id: "10.1.1.9", Port: 81 }, { Id: "10.1.1.10" }), undefined);
    assert.equal(await register(addresses, { Id }), "ValidationError");
    assert.deepEqual(await health(addresses), ["10.1.1.10:80 healthy", "10.1.1.9:81 healthy"]);
    assert.equal(await deregister(addresses, { Id: "10.1.1.9" }), undefined);
    assert.deepEqual(await health(addresses), ["10.1.1.10:80 healthy"]);
  });

  it("classic load balancers list their instances and refuse unknown ones", async () => {
    const place = await network();
    const classic = new ElasticLoadBalancingClient(await as(member));
    const LoadBalancerName = unique("classic");
    await classic.send(
      new CreateLoadBalancerCommand({
        LoadBalancerName,
        Listeners: [{ Protocol: "HTTP", LoadBalancerPort: 80, InstancePort: 80 }],
        Subnets: [place.subnet],
      }),
    );
    const { InstanceId } = await launch({ SubnetId: place.subnet });
    const Instances = [{ InstanceId }];
    const given = { LoadBalancerName, Instances };
    const registered = await classic.send(new RegisterInstancesWithLoadBalancerCommand(given));
    assert.deepEqual(registered.Instances, Instances);
    const states = await classic.send(new DescribeInstanceHealthCommand({ LoadBalancerName }));
    assert.deepEqual(
      states.InstanceStates!.map((one) => [one.InstanceId, one.State]),
      [[InstanceId, "InService"]],
    );
    const left = await classic.send(new DeregisterInstancesFromLoadBalancerCommand(given));
    assert.deepEqual(left.Instances, []);
    const unknown = { LoadBalancerName, Instances: [{ InstanceId: "i-00000000000000000" }] };
    assert.equal(
      await errorName(classic.send(new RegisterInstancesWithLoadBalancerCommand(unknown))),
      "InvalidEndPointException",
    );
    const absent = new DeregisterInstancesFromLoadBalancerCommand({ LoadBalancerName: "absent", Instances });
    assert.equal(await errorName(classic.send(absent)), "AccessPointNotFoundException");

    const made = await scalingGroup(place, 1);
    const attach = { AutoScalingGroupName: made.name, LoadBalancerNames: [LoadBalancerName] };
    await made.client.send(new AttachLoadBalancersCommand(attach));
    const members = async () => {
      const answer = await classic.send(new DescribeLoadBalancersCommand({ LoadBalancerNames: [LoadBalancerName] }));
      return answer.LoadBalancerDescriptions![0]!.Instances!.map((one) => one.InstanceId!);
    };
    const [scaled] = await made.ids();
    assert.deepEqual(await members(), [scaled]);
    assert.equal(await made.enter(scaled!, false), undefined);
    assert.equal((await members()).length, 1, "the replacement");
    assert.ok(!(await members()).includes(scaled!));
  });
});
