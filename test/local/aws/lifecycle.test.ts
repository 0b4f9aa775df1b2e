import assert from "node:assert/strict";
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeInstanceRefreshesCommand,
  DetachInstancesCommand,
  EnterStandbyCommand,
  LifecycleState,
  type RefreshPreferences,
  SetInstanceProtectionCommand,
  StartInstanceRefreshCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateCommand, CreateSnapshotsCommand, DescribeSnapshotsCommand } from "@aws-sdk/client-ec2";
import {
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { holdSnapshots, setLifecycleState, setSnapshotState } from "../../../local/aws/states";
import { member, region, testAws } from "./instance";
import { described, ec2As, launch, network, securityGroup } from "./machines";
import { allow, as, errorName, outcome, session, unique } from "./principals";

async function where() {
  return { endpoint: (await testAws()).endpoint, account: member, region };
}

/** A group of two instances with a target group. */
async function scalingGroup() {
  const { vpc, subnet } = await network();
  const LaunchTemplateName = unique("template");
  const LaunchTemplateData = { ImageId: "ami-12c6146b", SecurityGroupIds: [await securityGroup(vpc)] };
  await (await ec2As()).send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
  const balancing = new ElasticLoadBalancingV2Client(await as(member));
  const settings = { Name: unique("targets"), Protocol: "HTTP" as const, Port: 80, VpcId: vpc };
  const made = await balancing.send(new CreateTargetGroupCommand(settings));
  const targets = made.TargetGroups![0]!.TargetGroupArn!;
  const client = new AutoScalingClient(await as(member));
  const name = unique("scaling");
  await client.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      MinSize: 0,
      MaxSize: 4,
      DesiredCapacity: 2,
      LaunchTemplate: { LaunchTemplateName },
      VPCZoneIdentifier: subnet,
      TargetGroupARNs: [targets],
    }),
  );
  const members = async () => {
    const { AutoScalingInstances } = await client.send(new DescribeAutoScalingInstancesCommand({}));
    return AutoScalingInstances!.filter((one) => one.AutoScalingGroupName === name);
  };
  const [first, second] = (await members()).map((one) => one.InstanceId!) as [string, string];
  const served = async () => {
    const health = await balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn: targets }));
    return health.TargetHealthDescriptions!.map((one) => one.Target!.Id!);
  };
  return { client, name, first, second, members, served };
}

describe("local AWS: lifecycle states", () => {
  it("X4: a member can be in every lifecycle state of the SDK; only one in service goes to Standby and receives traffic", async () => {
    const { client, name, first, second, members, served } = await scalingGroup();
    const enter = () =>
      errorName(
        client.send(
          new EnterStandbyCommand({
            AutoScalingGroupName: name,
            InstanceIds: [first],
            ShouldDecrementDesiredCapacity: true,
          }),
        ),
      );
    for (const state of Object.values(LifecycleState)) {
      await setLifecycleState(await where(), first, state);
      const shown = (await members()).find((one) => one.InstanceId === first)!.LifecycleState;
      assert.equal(shown, state);
      if (state === "InService") continue;
      assert.deepEqual(await served(), [second], state);
      assert.equal(await enter(), "ValidationError", state);
    }
    await setLifecycleState(await where(), first, "InService");
    assert.equal((await served()).length, 2);
    assert.equal(await enter(), undefined);
    await assert.rejects(setLifecycleState(await where(), "i-0", "InService"), /no group has i-0/);
  });

  it("X4: scale-in protection applies to members of the group that are not in its warm pool", async () => {
    const { client, name, first, members } = await scalingGroup();
    const protect = (id: string) =>
      errorName(
        client.send(
          new SetInstanceProtectionCommand({
            AutoScalingGroupName: name,
            InstanceIds: [id],
            ProtectedFromScaleIn: true,
          }),
        ),
      );
    assert.equal(await protect("i-00000000000000000"), "ValidationError");
    await setLifecycleState(await where(), first, "Warmed:Running");
    assert.equal(await protect(first), "ValidationError");
    await setLifecycleState(await where(), first, "InService");
    assert.equal(await protect(first), undefined);
    assert.equal((await members()).find((one) => one.InstanceId === first)!.ProtectedFromScaleIn, true);
  });

  it("X4: an instance refresh terminates, leaves or waits for Standby and protected members", async () => {
    const refresh = async (Preferences: RefreshPreferences) => {
      const { client, name, first, second } = await scalingGroup();
      const group = { AutoScalingGroupName: name };
      const one = { ...group, InstanceIds: [first], ShouldDecrementDesiredCapacity: true };
      await client.send(new EnterStandbyCommand(one));
      const two = { ...group, InstanceIds: [second], ProtectedFromScaleIn: true };
      await client.send(new SetInstanceProtectionCommand(two));
      await client.send(new StartInstanceRefreshCommand({ ...group, Preferences }));
      const shown = await client.send(new DescribeInstanceRefreshesCommand(group));
      const states = await Promise.all([first, second].map(async (id) => (await described(id)).State!.Name));
      return [shown.InstanceRefreshes![0]!.Status, ...states];
    };
    assert.deepEqual(await refresh({}), ["InProgress", "running", "running"]);
    const ended = await refresh({ StandbyInstances: "Terminate", ScaleInProtectedInstances: "Ignore" });
    assert.deepEqual(ended, ["Successful", "terminated", "running"]);
    const kept = await refresh({ StandbyInstances: "Ignore", ScaleInProtectedInstances: "Refresh" });
    assert.deepEqual(kept, ["Successful", "running", "terminated"]);
  });

  it("X4: IAM authorizes protection, detaching and refreshes per group", async () => {
    const { name, first } = await scalingGroup();
    const calls = [
      new SetInstanceProtectionCommand({
        AutoScalingGroupName: name,
        InstanceIds: [first],
        ProtectedFromScaleIn: true,
      }),
      new StartInstanceRefreshCommand({ AutoScalingGroupName: name }),
      new DetachInstancesCommand({
        AutoScalingGroupName: name,
        InstanceIds: [first],
        ShouldDecrementDesiredCapacity: true,
      }),
    ] as const;
    const actions = ["SetInstanceProtection", "StartInstanceRefresh", "DetachInstances"];
    for (const [index, call] of calls.entries()) {
      const attempt = async (group: string, action: string) => {
        const resource = `arn:aws:autoscaling:${region}:${member}:autoScalingGroup:*:autoScalingGroupName/${group}`;
        const client = new AutoScalingClient(await as(await session(member, allow(`autoscaling:${action}`, resource))));
        return outcome(client.send(call as SetInstanceProtectionCommand));
      };
      const action = actions[index]!;
      assert.equal(await attempt("other", action), "refused", action);
      assert.equal(await attempt(name, action), "allowed", action);
    }
  });
});

describe("local AWS: slow snapshots", () => {
  it("X8: a snapshot stays pending until it is completed or has failed", async () => {
    const { vpc, subnet } = await network();
    const instance = await launch({ SubnetId: subnet, SecurityGroupIds: [await securityGroup(vpc)] });
    const ec2 = await ec2As();
    const take = async () => {
      const specification = { InstanceSpecification: { InstanceId: instance.InstanceId! } };
      return (await ec2.send(new CreateSnapshotsCommand(specification))).Snapshots![0]!.SnapshotId!;
    };
    const state = async (id: string) =>
      (await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }))).Snapshots![0]!.State;
    assert.equal(await state(await take()), "completed");
    await holdSnapshots(await where(), true);
    const [one, two] = [await take(), await take()];
    await holdSnapshots(await where(), false);
    assert.deepEqual([await state(one), await state(two)], ["pending", "pending"]);
    await setSnapshotState(await where(), one, "completed");
    await setSnapshotState(await where(), two, "error");
    assert.deepEqual([await state(one), await state(two)], ["completed", "error"]);
    await assert.rejects(setSnapshotState(await where(), "snap-0", "completed"), /snap-0/);
  });
});
