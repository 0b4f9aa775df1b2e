import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECS } from "@aws-sdk/client-ecs";
import { S3 } from "@aws-sdk/client-s3";
import { before, describe, it } from "mocha";
import { reachOf } from "../../local/aws/reach/live";
import { taskCredentials } from "../../local/aws/taskCredentials";
import { accounts, region } from "../../local/world/accounts";
import { sendFinding } from "../../local/world/findings";
import { decisionsAbout } from "../../local/world/follow";
import { withDetector } from "../../local/world/hub";
import { type Network, privateSubnet } from "../../local/world/network";
import { iamIn } from "../../local/world/principals";
import { balancersIn, defineTask, ecsIn, makeService, type Served } from "../../local/world/tasks";
import type { World } from "../../local/world/world";
import { guardDutyTask } from "../../rehearsal/findings";
import { aclEntries } from "../../rehearsal/readBack";
import { messageText } from "../../runtime/messages/queueMessage";
import { release } from "./acts";
import { publicNetwork, start } from "./privateSubnets";
import { sqsIn } from "./queues";
import { until } from "./until";
import { deployedWorld, ec2In } from "./world";

const { payments } = accounts;
const outside = { address: "203.0.113.9" };
const listBuckets = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
});

describe("end to end: tasks", () => {
  let world: World;
  let ec2: EC2;
  let ecs: ECS;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    ecs = ecsIn(world, "payments");
  });

  const net = () => reachOf(world.endpoint, [payments.id], region);
  const report = async (taskArn: string, definition: string) => {
    const finding = guardDutyTask({ account: payments.id, region }, { taskArn, definition });
    await sendFinding(world.endpoint, payments.id, await withDetector(world, finding));
  };
  const isolate = async ({ tasks: [task], definition }: Pick<Served, "tasks" | "definition">) => {
    await report(task!, definition);
    return (await decisionsAbout(world, task!, 1))[0]!;
  };
  const describeOne = async (arn: string) =>
    (await ecs.describeTasks({ cluster: arn.split("/")[1]!, tasks: [arn] })).tasks![0]!;
  const portOf = async (arn: string) =>
    (await describeOne(arn)).attachments![0]!.details!.find(({ name }) => name === "networkInterfaceId")!.value!;
  const addressOf = async (arn: string) =>
    (await describeOne(arn)).containers![0]!.networkInterfaces![0]!.privateIpv4Address!;
  const isProtected = async (arn: string) =>
    (await ecs.getTaskProtection({ cluster: arn.split("/")[1]!, tasks: [arn] })).protectedTasks![0]!.protectionEnabled;
  const targetsOf = async (TargetGroupArn: string) =>
    (await balancersIn(world, "payments").describeTargetHealth({ TargetGroupArn }))
      .TargetHealthDescriptions!.map(({ Target }) => `${Target!.Id}:${Target!.Port}`)
      .sort();
  const entriesIn = ({ vpcId }: Network) => aclEntries(ec2, { vpc: vpcId });

  it("N21: a task that GuardDuty reports is walled off, protected and deregistered, and a release gives back exactly what was there", async () => {
    const network = await publicNetwork(ec2);
    const inner = await privateSubnet(ec2, network);
    const served = await makeService(world, "payments", "checkout", inner);
    const [task] = served.tasks;
    const neighbour = await start(ec2, network);
    const [port, address] = [await portOf(task!), await addressOf(task!)];
    const before = { entries: await entriesIn(network), targets: await targetsOf(served.targetGroup) };
    assert.deepEqual(before.targets, [`${address}:8080`]);
    const flow = await net().openFlow({ interface: port }, outside, 443);
    const inside = await net().openFlow({ interface: port }, { interface: neighbour.port }, 8443);
    const decision = await isolate(served);
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.match((await net().deathOf(flow))!, /network ACL/);
    assert.match((await net().deathOf(inside))!, /network ACL/);
    assert.equal((await net().canReach({ interface: neighbour.port }, { interface: port }, 8443)).reachable, false);
    const denied = (await entriesIn(network)).filter((text) => !before.entries.includes(text));
    assert.ok(denied.length > 0 && denied.every((text) => text.endsWith(`deny ${address}/32`)), denied.join());
    assert.deepEqual([await isProtected(task!), await targetsOf(served.targetGroup)], [true, []]);
    assert.equal((await describeOne(task!)).lastStatus, "RUNNING");
    assert.deepEqual((await release(world, "isolate-task", decision.containment)).drift, []);
    const after = { entries: await entriesIn(network), targets: await targetsOf(served.targetGroup) };
    assert.deepEqual(after, before);
    assert.equal(await isProtected(task!), false);
    assert.equal((await net().canReach({ interface: port }, outside, 443)).reachable, true);
  });

  it("N23: a neighbour in the subnet is named, goes on, and makes the outcome partial", async () => {
    const network = await publicNetwork(ec2);
    const inner = await privateSubnet(ec2, network);
    const served = await makeService(world, "payments", "basket", inner, { count: 2 });
    const [task, neighbour] = served.tasks;
    const flow = await net().openFlow({ interface: await portOf(neighbour!) }, outside, 443);
    const decision = await isolate(served);
    assert.equal(decision.outcome, "partial", decision.reason);
    assert.match(decision.reason, /its subnet has 1 other interfaces/);
    assert.equal(await net().isAlive(flow), true);
    assert.deepEqual(await targetsOf(served.targetGroup), [`${await addressOf(neighbour!)}:8080`]);
    assert.deepEqual([await isProtected(task!), await isProtected(neighbour!)], [true, false]);
    await release(world, "isolate-task", decision.containment);
  });

  it("N22: a task that shares its host's addresses loses its registration, and no entry is made in a network ACL", async () => {
    const network = await publicNetwork(ec2);
    const { instance } = await start(ec2, network);
    const { definition } = await defineTask(world, "payments", "batch", "bridge");
    const instanceIdentityDocument = JSON.stringify({ instanceId: instance });
    await ecs.registerContainerInstance({ cluster: "batch", instanceIdentityDocument });
    const run = await ecs.runTask({ cluster: "batch", taskDefinition: definition, count: 2 });
    const [task, neighbour] = run.tasks!;
    const portOn = (one: typeof task) => one!.containers![0]!.networkBindings![0]!.hostPort!;
    const elb = balancersIn(world, "payments");
    const groups = await elb.createTargetGroup({ Name: "batch", Protocol: "HTTP", Port: 80, VpcId: network.vpcId });
    const { TargetGroupArn } = groups.TargetGroups![0]!;
    const Targets = [task, neighbour].map((one) => ({ Id: instance, Port: portOn(one) }));
    await elb.registerTargets({ TargetGroupArn, Targets });
    const before = { entries: await entriesIn(network), targets: await targetsOf(TargetGroupArn!) };
    const decision = await isolate({ tasks: [task!.taskArn!], definition });
    assert.equal(decision.outcome, "partial", decision.reason);
    assert.match(decision.reason, new RegExp(`it shares the addresses of its host ${instance}`));
    assert.deepEqual(await entriesIn(network), before.entries);
    assert.deepEqual(await targetsOf(TargetGroupArn!), [`${instance}:${portOn(neighbour)}`]);
    await release(world, "isolate-task", decision.containment);
    assert.deepEqual({ entries: await entriesIn(network), targets: await targetsOf(TargetGroupArn!) }, before);
  });

  it("N24: the wall of a task that has stopped goes with the next hourly check", async () => {
    const network = await publicNetwork(ec2);
    const served = await makeService(world, "payments", "mailer", await privateSubnet(ec2, network));
    const before = await entriesIn(network);
    const decision = await isolate(served);
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.notDeepEqual(await entriesIn(network), before);
    await ecs.stopTask({ cluster: "mailer", task: served.tasks[0]! });
    const QueueUrl = world.master.queues["isolate-task"]!.url;
    await sqsIn(world).sendMessage({ QueueUrl, MessageBody: messageText("hourly") });
    await until(async () => (await entriesIn(network)).length === before.length);
    assert.deepEqual(await entriesIn(network), before);
  });

  it("N25: the sessions of the task are denied, those of another task with the same role are not", async () => {
    const network = await publicNetwork(ec2);
    const served = await makeService(world, "payments", "ledger", network, { count: 2 });
    await iamIn(world, "payments").putRolePolicy({
      RoleName: "ledger-task",
      PolicyName: "work",
      PolicyDocument: listBuckets,
    });
    const [ours, others] = await Promise.all(served.tasks.map((arn) => taskCredentials(world.endpoint, arn)));
    const use = (credentials: typeof ours) =>
      new S3({ endpoint: world.endpoint, region, credentials: credentials!, forcePathStyle: true })
        .listBuckets({})
        .then(
          () => "allowed",
          (error: Error) => error.name,
        );
    assert.deepEqual([await use(ours), await use(others)], ["allowed", "allowed"]);
    await isolate(served);
    const [denied] = await decisionsAbout(world, served.role, 1);
    assert.equal(denied!.outcome, "contained", denied!.reason);
    const renewed = await taskCredentials(world.endpoint, served.tasks[0]!);
    assert.deepEqual(
      [await use(ours), await use(renewed), await use(others)],
      ["AccessDenied", "AccessDenied", "allowed"],
    );
    await release(world, "block-principal", denied!.containment);
    assert.equal(await use(ours), "allowed");
  });

  it("N28: the owner's tag exempts that task", async () => {
    const network = await publicNetwork(ec2);
    const tags = { SecurityException: "penetration test" };
    const served = await makeService(world, "payments", "pentest", network, { tags });
    const before = await entriesIn(network);
    const exempt = await isolate(served);
    assert.equal(exempt.outcome, "exempt", exempt.reason);
    assert.deepEqual([await entriesIn(network), await isProtected(served.tasks[0]!)], [before, false]);
  });
});
