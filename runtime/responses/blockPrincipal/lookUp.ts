import type { ECS, Task } from "@aws-sdk/client-ecs";
import type { TargetLookUp } from "../../model/response";
import type { Target } from "../../model/target";
import { targetType } from "../../resources";
import { principalTarget } from "../../resources/targets";
import { describeTask } from "../../resources/task";
import type { BlockClients } from "./clients";

/** The role of a task by the task, and a role or user by its unique id. */
export const lookUp: TargetLookUp<BlockClients> = {
  isNeeded: (target) => isTask(target) || byKind(target).isNeeded(target),
  find: (clients, target) => (isTask(target) ? roleOfTask(clients.ecs!, target) : byKind(target).find(clients, target)),
};

const byKind = ({ kind }: Target) => targetType(kind)!.lookUp!;

/** Whether the target is still the task, and not yet its role. */
const isTask = ({ id, details }: Target) => details?.["task"] === id;

async function roleOfTask(ecs: ECS, target: Target): Promise<Target | string> {
  const task = await describeTask(ecs, target.id);
  if (!task) {
    return `ECS no longer shows task ${target.id}: its role is in its task definition, and credentials that it got may be valid for hours`;
  }
  const role = await roleOf(ecs, task);
  if (!role) return `task ${target.id} has no role: there are no sessions to deny`;
  const { details } = target;
  return { ...principalTarget(target, "role", role.slice(role.lastIndexOf("/") + 1)), ...(details && { details }) };
}

/** The role of the task itself comes before that of its definition: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html */
async function roleOf(ecs: ECS, { overrides, taskDefinitionArn }: Task): Promise<string | undefined> {
  if (overrides?.taskRoleArn) return overrides.taskRoleArn;
  const found = await ecs.describeTaskDefinition({ taskDefinition: taskDefinitionArn! });
  return found.taskDefinition?.taskRoleArn;
}
