import { taskTarget } from "../../runtime/resources/targets";
import { taskParts } from "../../runtime/resources/task";
import { type Course, type Stage, unchangedSince } from "../course";
import { bothWays } from "../incidents/release";
import { miningTask, type TestTask, wallOf } from "../incidents/task";
import { nameOf, namePrefix, tagsOf } from "../names";
import { awaited } from "../soon";
import { makeGroup, makeOpenSubnet } from "./network";

/** The smallest task of Fargate: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const size = { cpu: "256", memory: "512" };

/** AWS's own image of a container that does nothing, less than 1 MB: https://distro.eks.amazonaws.com */
const image = "public.ecr.aws/eks-distro/kubernetes/pause:3.7";

/**
 * The definition of every rehearsal's task. It costs nothing, gives no rights and is never removed: no policy can limit which
 * definitions a role deregisters
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html).
 */
export const family = `${namePrefix}task`;

/** The rehearsal of isolate-task: a task of Fargate without a role, in a cluster of its own and alone in its subnet. */
export const taskRehearsal: Course = async (stage) => {
  const { place } = stage;
  const { account: accountId, region, partition } = place;
  const task = await makeTask(stage);
  return bothWays(stage, miningTask(place, task), {
    response: "isolate-task",
    what: "task",
    arn: taskTarget({ accountId, region, partition }, task.taskArn.split(":task/")[1]!).arn,
    proof: await unchangedSince(async () => ({ entries: await wallOf(place, task) })),
  });
};

async function makeTask(stage: Stage): Promise<TestTask> {
  const { run, place } = stage;
  const { ecs } = place.clients;
  const tags = tagsOf(run).map(({ Key, Value }) => ({ key: Key, value: Value }));
  const definition = await definitionOf(stage);
  const cluster = nameOf(run, "task");
  await ecs.createCluster({ clusterName: cluster, tags });
  const { vpcId, subnetId, close } = await makeOpenSubnet(stage);
  const group = await makeGroup(stage, vpcId, "task");
  const { tasks = [], failures = [] } = await ecs.runTask({
    cluster,
    taskDefinition: definition,
    launchType: "FARGATE",
    networkConfiguration: {
      awsvpcConfiguration: { subnets: [subnetId], securityGroups: [group], assignPublicIp: "ENABLED" },
    },
    tags,
  });
  const taskArn = tasks[0]?.taskArn;
  if (!taskArn) throw new Error(`ECS started no task: ${failures[0]?.reason ?? "it does not say why"}`);
  const address = await addressOf(stage, taskArn);
  await close();
  return { taskArn, definition, vpcId, address };
}

/** The newest revision of the definition; a new one if there is none, or if others changed it. */
async function definitionOf({ place: { clients } }: Stage): Promise<string> {
  const containerDefinitions = [{ name: "pause", image, essential: true }];
  const { taskDefinition: found } = await clients.ecs
    .describeTaskDefinition({ taskDefinition: family })
    .catch((error: Error) => {
      // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html
      if (error.name !== "ClientException") throw error;
      return { taskDefinition: undefined };
    });
  const [container, ...others] = found?.containerDefinitions ?? [];
  const isOurs = container?.image === image && others.length === 0 && !found?.taskRoleArn && !found?.executionRoleArn;
  if (isOurs && found?.cpu === size.cpu && found.memory === size.memory) return found.taskDefinitionArn!;
  const { taskDefinition } = await clients.ecs.registerTaskDefinition({
    family,
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    ...size,
    containerDefinitions,
  });
  return taskDefinition!.taskDefinitionArn!;
}

/** Waits until a task runs, and returns its address. */
function addressOf({ place, pause }: Stage, taskArn: string): Promise<string> {
  const { cluster } = taskParts(taskArn.split(":task/")[1]!);
  return awaited(pause, "the task does not run", async () => {
    // ECS may not know a new task everywhere yet, and then shows none.
    const { tasks = [] } = await place.clients.ecs.describeTasks({ cluster, tasks: [taskArn] });
    const { lastStatus, stoppedReason, attachments = [] } = tasks[0] ?? {};
    if (lastStatus === "STOPPED") throw new Error(`the task stopped: ${stoppedReason ?? "ECS does not say why"}`);
    const details = attachments.flatMap(({ details: all = [] }) => all);
    return lastStatus === "RUNNING" ? details.find(({ name }) => name === "privateIPv4Address")?.value : undefined;
  });
}
