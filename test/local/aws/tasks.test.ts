import assert from "node:assert/strict";
import { DescribeNetworkInterfacesCommand, ModifyNetworkInterfaceAttributeCommand } from "@aws-sdk/client-ec2";
import { ECS } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { STS } from "@aws-sdk/client-sts";
import { taskCredentials } from "../../../local/aws/taskCredentials";
import { member, testAws } from "./instance";
import { ec2As, launch, type Network, network, securityGroup } from "./machines";
import { allow, as, type Credentials, errorName, outcome, role, session, trust, unique } from "./principals";

describe("local AWS: tasks of ECS", function () {
  this.timeout(60_000);
  const client = async (who: Credentials | string = member) => new ECS(await as(who));

  /** A cluster, and the definition of a task whose container listens on a port. */
  async function prepared(networkMode: "awsvpc" | "bridge", taskRoleArn?: string) {
    const ecs = await client();
    const [cluster, family] = [unique("cluster"), unique("task")];
    await ecs.createCluster({ clusterName: cluster });
    const containerDefinitions = [
      { name: "web", image: "web:1", memory: 128, portMappings: [{ containerPort: 8080, hostPort: 0 }] },
    ];
    const { taskDefinition } = await ecs.registerTaskDefinition({
      family,
      networkMode,
      taskRoleArn,
      containerDefinitions,
    });
    return { ecs, cluster, taskDefinition: taskDefinition!.taskDefinitionArn! };
  }

  const placed = ({ subnet }: Network, group: string) => ({
    launchType: "FARGATE" as const,
    networkConfiguration: { awsvpcConfiguration: { subnets: [subnet], securityGroups: [group] } },
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
  it("N20: a task has an interface that nobody else may change, until it is stopped; a cluster has its own tasks only", async () => {
    const { ecs, cluster, taskDefinition } = await prepared("awsvpc");
    const where = await network();
    const group = await securityGroup(where.vpc);
    const { tasks } = await ecs.runTask({ cluster, taskDefinition, ...placed(where, group) });
    const { taskArn, attachments } = tasks![0]!;
    assert.match(taskArn!, new RegExp(`:task/${cluster}/[0-9a-f]{32}$`));
    const detail = (name: string) => attachments![0]!.details!.find((one) => one.name === name)!.value!;
    const ec2 = await ec2As();
    const find = async () =>
      (
        await ec2.send(
          new DescribeNetworkInterfacesCommand({
            Filters: [{ Name: "network-interface-id", Values: [detail("networkInterfaceId")] }],
          }),
        )
      ).NetworkInterfaces!;
    const [port] = await find();
    assert.deepEqual(
      [port!.RequesterManaged, port!.PrivateIpAddress, port!.Groups!.map(({ GroupId }) => GroupId)],
      [true, detail("privateIPv4Address"), [group]],
    );
    const change = { NetworkInterfaceId: port!.NetworkInterfaceId!, Groups: [group] };
    assert.equal(await errorName(ec2.send(new ModifyNetworkInterfaceAttributeCommand(change))), "AuthFailure");
    const describe = async (of: string) => ecs.describeTasks({ cluster: of, tasks: [taskArn!] });
    for (let times = 0; times < 3; times++) assert.equal((await describe(cluster)).tasks![0]!.lastStatus, "RUNNING");
    const other = (await prepared("awsvpc")).cluster;
    assert.deepEqual(
      (await describe(other)).failures!.map(({ reason }) => reason),
      ["MISSING"],
    );
    await ecs.stopTask({ cluster, task: taskArn! });
    assert.equal((await describe(cluster)).tasks![0]!.lastStatus, "STOPPED");
    assert.deepEqual(await find(), []);
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html
  it("N20: only tasks of a service can be protected, for 48 hours at most; a service registers its tasks", async () => {
    const { ecs, cluster, taskDefinition } = await prepared("awsvpc");
    const where = await network();
    const group = await securityGroup(where.vpc);
    const elb = new ElasticLoadBalancingV2(await as(member));
    const made = await elb.createTargetGroup({
      Name: unique("targets"),
      Protocol: "HTTP",
      Port: 8080,
      VpcId: where.vpc,
      TargetType: "ip",
    });
    const targetGroupArn = made.TargetGroups![0]!.TargetGroupArn!;
    const alone = (await ecs.runTask({ cluster, taskDefinition, ...placed(where, group) })).tasks![0]!.taskArn!;
    await ecs.createService({
      cluster,
      taskDefinition,
      serviceName: "shop",
      desiredCount: 1,
      loadBalancers: [{ targetGroupArn, containerName: "web", containerPort: 8080 }],
      ...placed(where, group),
    });
    const all = (await ecs.listTasks({ cluster })).taskArns!;
    const served = all.find((arn) => arn !== alone)!;
    const { tasks } = await ecs.describeTasks({ cluster, tasks: [served] });
    assert.equal(tasks![0]!.group, "service:shop");
    const targets = async () =>
      (await elb.describeTargetHealth({ TargetGroupArn: targetGroupArn })).TargetHealthDescriptions!.map(
        ({ Target }) => `${Target!.Id}:${Target!.Port}`,
      );
    assert.deepEqual(await targets(), [`${tasks![0]!.containers![0]!.networkInterfaces![0]!.privateIpv4Address}:8080`]);
    const protect = (task: string, expiresInMinutes?: number) =>
      ecs.updateTaskProtection({ cluster, tasks: [task], protectionEnabled: true, expiresInMinutes });
    assert.deepEqual(
      (await protect(alone)).failures!.map(({ reason }) => reason),
      ["TASK_NOT_VALID"],
    );
    assert.equal(await errorName(protect(served, 2881)), "InvalidParameterException");
    const { protectedTasks } = await protect(served, 2880);
    const hours = (protectedTasks![0]!.expirationDate!.getTime() - Date.now()) / 3_600_000;
    assert.ok(hours > 47.9 && hours < 48.1, `${hours}`);
    const seen = async () => (await ecs.getTaskProtection({ cluster, tasks: [served] })).protectedTasks![0]!;
    assert.equal((await seen()).protectionEnabled, true);
    await ecs.updateTaskProtection({ cluster, tasks: [served], protectionEnabled: false });
    assert.equal((await seen()).protectionEnabled, false);
    await ecs.stopTask({ cluster, task: served });
    assert.deepEqual(await targets(), []);
  });

  it("N20: a task without a network of its own shows the ports of its host", async () => {
    const { ecs, cluster, taskDefinition } = await prepared("bridge");
    const { subnet } = await network();
    const { InstanceId: instanceId } = await launch({ SubnetId: subnet });
    const instanceIdentityDocument = JSON.stringify({ instanceId });
    const registered = await ecs.registerContainerInstance({ cluster, instanceIdentityDocument });
    const { tasks } = await ecs.runTask({ cluster, taskDefinition });
    const [task] = tasks!;
    assert.deepEqual(
      [task!.attachments, task!.containerInstanceArn],
      [[], registered.containerInstance!.containerInstanceArn],
    );
    const [binding] = task!.containers![0]!.networkBindings!;
    assert.deepEqual([binding!.containerPort, binding!.hostPort! >= 32_768], [8080, true]);
  });

  // https://github.com/aws/amazon-ecs-agent/issues/3498
  it("N20: the session of a task's role has the task's id as its name", async () => {
    const roleArn = await role(member, { trust: trust("ecs-tasks.amazonaws.com") });
    const { ecs, cluster, taskDefinition } = await prepared("awsvpc", roleArn);
    const where = await network();
    const settings = placed(where, await securityGroup(where.vpc));
    const { taskArn } = (await ecs.runTask({ cluster, taskDefinition, ...settings })).tasks![0]!;
    const credentials = await taskCredentials((await testAws()).endpoint, taskArn!);
    const { Arn } = await new STS(await as(credentials)).getCallerIdentity({});
    const [roleName, id] = [roleArn.split("/").at(-1), taskArn!.split("/").at(-1)];
    assert.equal(Arn, `arn:aws:sts::${member}:assumed-role/${roleName}/${id}`);
  });

  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
  it("N20: policies decide by the task, its container instance and its service", async () => {
    const { cluster } = await prepared("awsvpc");
    const arn = (kind: string, id: string) => `arn:aws:ecs:eu-west-1:${member}:${kind}/${cluster}/${id}`;
    const [mine, other] = ["0".repeat(32), "1".repeat(32)];
    const who = await session(
      member,
      allow(["ecs:DescribeTasks", "ecs:TagResource"], arn("task", mine)),
      allow("ecs:DescribeServices", arn("service", "shop")),
    );
    const ecs = await client(who);
    const denied = "AccessDeniedException";
    assert.equal(await outcome(ecs.describeTasks({ cluster, tasks: [mine] })), "allowed");
    assert.equal(await errorName(ecs.describeTasks({ cluster, tasks: [mine, other] })), denied);
    assert.equal(await errorName(ecs.describeTasks({ cluster: "default", tasks: [mine] })), denied);
    assert.equal(await outcome(ecs.describeServices({ cluster, services: ["shop"] })), "allowed");
    assert.equal(await errorName(ecs.describeServices({ cluster, services: ["bank"] })), denied);
    assert.equal(await errorName(ecs.tagResource({ resourceArn: arn("task", other), tags: [] })), denied);
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html
  it("N20: clusters, definitions and tasks are allowed by name, and the tasks of a cluster are listed by its ARN", async () => {
    const [mine, theirs] = [unique("mine"), unique("theirs")];
    const arn = (type: string) => `arn:aws:ecs:*:*:${type}`;
    const person = await client(
      await session(
        member,
        allow(
          ["CreateCluster", "DeleteCluster", "DescribeClusters", "RegisterTaskDefinition", "RunTask", "StopTask"].map(
            (action) => `ecs:${action}`,
          ),
          [arn(`cluster/${mine}`), arn(`task-definition/${mine}*`), arn(`task/${mine}/*`)],
        ),
        allow("ecs:ListTasks", "*", { ArnLike: { "ecs:cluster": arn(`cluster/${mine}`) } }),
      ),
    );
    const root = await client();
    await root.createCluster({ clusterName: theirs });
    await assert.rejects(person.createCluster({ clusterName: theirs }), /perform: ecs:CreateCluster/);
    await assert.rejects(person.describeClusters({ clusters: [theirs] }), /perform: ecs:DescribeClusters/);
    await assert.rejects(person.listTasks({ cluster: theirs }), /perform: ecs:ListTasks/);
    await assert.rejects(person.listClusters({}), /perform: ecs:ListClusters/);
    const containerDefinitions = [{ name: "web", image: "web:1", memory: 128 }];
    await assert.rejects(
      person.registerTaskDefinition({ family: theirs, containerDefinitions }),
      /perform: ecs:RegisterTaskDefinition/,
    );
    await person.createCluster({ clusterName: mine });
    const { taskDefinition } = await person.registerTaskDefinition({
      family: mine,
      networkMode: "awsvpc",
      containerDefinitions,
    });
    const where = await network();
    const { tasks } = await person.runTask({
      cluster: mine,
      taskDefinition: taskDefinition!.taskDefinitionArn!,
      ...placed(where, await securityGroup(where.vpc)),
    });
    const [task] = (await person.listTasks({ cluster: mine })).taskArns!;
    assert.equal(task, tasks![0]!.taskArn);
    assert.equal(await errorName(person.deleteCluster({ cluster: mine })), "ClusterContainsTasksException");
    await person.stopTask({ cluster: mine, task: task! });
    await person.deleteCluster({ cluster: mine });
    assert.equal((await person.describeClusters({ clusters: [mine] })).clusters![0]!.status, "INACTIVE");
  });
});
