import type { ECS, Task } from "@aws-sdk/client-ecs";
import type { EKS } from "@aws-sdk/client-eks";
import type { IAM } from "@aws-sdk/client-iam";
import { isMissing } from "../../lib/errors";
import type { TargetLookUp } from "../../model/response";
import type { Target } from "../../model/target";
import { targetType } from "../../resources";
import { podParts } from "../../resources/pod";
import { principalTarget } from "../../resources/targets";
import { describeTask } from "../../resources/task";
import type { BlockClients } from "./clients";

/** The role of a task by the task, of a pod by its service account, of an instance by its profile, and a role or user by its unique id. */
export const lookUp: TargetLookUp<BlockClients> = {
  isNeeded: (target) =>
    is(target, "task") || is(target, "pod") || is(target, "instanceProfile") || byKind(target).isNeeded(target),
  async find(clients, target) {
    if (is(target, "task")) return found(target, await roleOfTask(clients.ecs!, target.id));
    if (is(target, "pod")) return found(target, await roleOfPod(clients.eks!, target));
    if (is(target, "instanceProfile")) return found(target, await roleOfProfile(clients.iam, target.id));
    return byKind(target).find(clients, target);
  },
};

const byKind = ({ kind }: Target) => targetType(kind)!.lookUp!;

/** Whether the target is still what has the role, and not yet the role. */
const is = ({ id, details }: Target, what: "task" | "pod" | "instanceProfile") => details?.[what] === id;

function found(target: Target, role: { arn: string } | string): Target | string {
  if (typeof role === "string") return role;
  const { details } = target;
  const name = role.arn.slice(role.arn.lastIndexOf("/") + 1);
  return { ...principalTarget(target, "role", name), ...(details && { details }) };
}

async function roleOfTask(ecs: ECS, id: string): Promise<{ arn: string } | string> {
  const task = await describeTask(ecs, id);
  if (!task) {
    return `ECS no longer shows task ${id}: its role is in its task definition, and credentials that it got may be valid for hours`;
  }
  const arn = await roleOf(ecs, task);
  return arn ? { arn } : `task ${id} has no role: there are no sessions to deny`;
}

/** The role of the task itself comes before that of its definition: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html */
async function roleOf(ecs: ECS, { overrides, taskDefinitionArn }: Task): Promise<string | undefined> {
  if (overrides?.taskRoleArn) return overrides.taskRoleArn;
  const { taskDefinition } = await ecs.describeTaskDefinition({ taskDefinition: taskDefinitionArn! });
  return taskDefinition?.taskRoleArn;
}

/**
 * The role of a pod by EKS Pod Identity. The role of a service account by IRSA is in an annotation that only the cluster knows
 * (https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html).
 */
async function roleOfPod(eks: EKS, { id, accountId, details = {} }: Target): Promise<{ arn: string } | string> {
  const { cluster, namespace } = podParts(id);
  const serviceAccount = details["serviceAccount"]!;
  const of = `service account ${namespace}/${serviceAccount} of cluster ${cluster}`;
  const listed = await eks
    .listPodIdentityAssociations({ clusterName: cluster, namespace, serviceAccount })
    .catch(ifMissing);
  const associationId = listed?.associations?.[0]?.associationId;
  if (!associationId)
    return `${of} has no role by EKS Pod Identity: if its annotation eks.amazonaws.com/role-arn names one, credentials that the pod got for it work for hours`;
  const { association } = await eks.describePodIdentityAssociation({ clusterName: cluster, associationId });
  const arn = association?.targetRoleArn ?? association?.roleArn;
  if (!arn) return `EKS shows no role of ${of}`;
  if (arn.split(":")[4] !== accountId)
    return `the role of ${of} is ${arn}, in another account: deny its sessions there`;
  if (association?.disableSessionTags)
    return `the sessions of ${of} have no tags, so those of this pod cannot be told from others: deny role ${arn} by hand`;
  return { arn };
}

function ifMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

/** A profile has at most one role: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html */
async function roleOfProfile(iam: IAM, InstanceProfileName: string): Promise<{ arn: string } | string> {
  try {
    const { InstanceProfile } = await iam.getInstanceProfile({ InstanceProfileName });
    const arn = InstanceProfile?.Roles?.[0]?.Arn;
    return arn
      ? { arn }
      : `instance profile ${InstanceProfileName} has no role now: look in CloudTrail for the one it had`;
  } catch (error) {
    if (!isMissing(error)) throw error;
    return `instance profile ${InstanceProfileName} no longer exists: look in CloudTrail for its role, whose credentials may be valid for hours`;
  }
}
