import type { ECS, Task } from "@aws-sdk/client-ecs";
import { coded, isMissing } from "../lib/errors";
import type { ResourceType } from "./resourceType";

const arns = ["arn:{partition}:ecs:{region}:{account}:task/{target}"];

/** The id of a task in the ARN's form, which names its cluster: shop/0123456789abcdef0123456789abcdef. */
const form = /^[A-Za-z0-9_-]{1,255}\/[A-Za-z0-9-]{1,64}$/;

/** Cluster and id of a task. */
export function taskParts(id: string): { cluster: string; task: string } {
  const [cluster = "", task = ""] = id.split("/");
  return { cluster, task };
}

/**
 * A task of ECS, on EC2 or Fargate. Its id is what follows `task/` in its ARN; ARNs of the old format, which do not name the cluster,
 * are not supported (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html#ecs-resource-ids).
 */
export const ecsTask: ResourceType = {
  kind: "ecs-task",
  noun: "task",
  // AWS Config records no tasks: https://docs.aws.amazon.com/config/latest/developerguide/resource-config-reference.html
  names: { guardDuty: ["ECSCluster"], config: ["AWS::ECS::Task"], asff: ["AwsEcsTask"] },
  inArn: "ecs:task/",
  isId: (text) => form.test(text),
  idForm: "CLUSTER/ID of a task",
  example: "shop/0123456789abcdef0123456789abcdef",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:ecs:${region}:${accountId}:task/${id}`,
  consolePage(id) {
    const { cluster, task } = taskParts(id);
    return ["ecs", `/clusters/${cluster}/tasks/${task}/details`];
  },
  // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_EcsTaskDetails.html
  inGuardDuty: { details: "ecsClusterDetails", part: "taskDetails", id: "arn", sequence: "ECS_TASK", hasRole: true },
  tags: {
    clients: ["ecs"],
    reading: { sid: "ReadTasks", actions: ["ecs:DescribeTasks"], resources: arns },
    writing: { sid: "TagTasks", actions: ["ecs:TagResource", "ecs:UntagResource"], resources: arns },
    async read({ ecs }, { id }) {
      const found = await describeTask(ecs!, id);
      return found && { tags: taskTags(found) };
    },
    async write({ ecs }, _, { key, value, arn }) {
      if (value === undefined) await ecs!.untagResource({ resourceArn: arn, tagKeys: [key] });
      else await ecs!.tagResource({ resourceArn: arn, tags: [{ key, value }] });
    },
  },
};

/** The tags of a task as ECS writes them. */
export const taskTags = ({ tags = [] }: Pick<Task, "tags">): Record<string, string> =>
  Object.fromEntries(tags.map(({ key, value }) => [key!, value ?? ""]));

/**
 * A task with its tags; undefined if ECS does not know it, or no longer. ECS shows a stopped task for an hour
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html).
 *
 * @throws what ECS throws, and TaskNotRead for any other failure in its answer
 */
export async function describeTask(ecs: ECS, id: string): Promise<Task | undefined> {
  const { cluster, task } = taskParts(id);
  try {
    const { tasks, failures } = await ecs.describeTasks({ cluster, tasks: [task], include: ["TAGS"] });
    const [failure] = failures ?? [];
    if (tasks?.[0]) return tasks[0];
    if (failure?.reason === "MISSING") return undefined;
    throw coded("TaskNotRead", `ECS does not show task ${id}: ${failure?.reason ?? "its answer is empty"}`);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
