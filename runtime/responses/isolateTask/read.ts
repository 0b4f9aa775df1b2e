import type { EC2 } from "@aws-sdk/client-ec2";
import type { Task } from "@aws-sdk/client-ecs";
import { readAcls, wallIn } from "../../aws/wall/readAcls";
import { coded, codeOf, isDenied, messageOf } from "../../lib/errors";
import type { Target } from "../../model/target";
import { describeTask, taskTags } from "../../resources/task";
import type { Context, TaskClients } from "./clients";
import { readSurroundings } from "./readSurroundings";
import {
  type RefusedPart,
  stopReason,
  surroundings,
  type TaskCore,
  type TaskPort,
  type TaskState,
  type TaskSurroundings,
} from "./state";

/**
 * Reads the task, or its stale parts. An urgent reading covers only what the cut needs: the task, its interface and the network ACLs.
 * Undefined if ECS does not know it, or if it has stopped, which ECS shows for an hour: its address may be another's soon. Only a
 * task that this response has stopped is still one.
 *
 * @throws what AWS throws: a failed reading does not mean that the task is gone. Only the parts in `refused` may be missing.
 */
export async function read(clients: TaskClients, target: Target, context: Context): Promise<TaskState | undefined> {
  const { previous, stale, urgent } = context;
  const core = previous && !stale.includes("task") ? previous : await readCore(clients, target);
  if (!core) return undefined;
  const { acls, refused } =
    previous && !stale.includes("networkAcls")
      ? { acls: previous.acls, refused: ofAcls(previous.refused) }
      : await aclsOf(clients.ec2, core, context);
  const wall = wallIn(context);
  const state = {
    ...coreOf(core),
    acls,
    ...(wall.length > 0 && { wall }),
    channels: [...new Set(context.wanted.flatMap((details) => details["channel"] ?? []))],
    now: new Date().toISOString(),
  };
  const later = previous ? previous.unread.length > 0 : urgent;
  if (later && !stale.includes(surroundings)) return { ...state, ...nothingRead, refused, unread: [surroundings] };
  const found = await readSurroundings(clients, state, context);
  return { ...state, ...found, refused: [...refused, ...found.refused], unread: [] };
}

const aclsPart = "networkAcls";
const ofAcls = (refused: RefusedPart[]) => refused.filter(({ part }) => part === aclsPart);

const nothingRead: TaskSurroundings = {
  registries: [],
  registrations: [],
  balancers: [],
  namesakes: [],
  routes: [],
  devices: [],
  neighbours: 0,
};

/** The ACLs of the task's VPC; of a release, those with entries of the wall. A release must see what it has to remove. */
async function aclsOf(ec2: EC2, { interfaces }: TaskCore, context: Context) {
  const releases = context.priorState !== undefined;
  const near = releases ? [] : interfaces.map(({ vpcId }) => vpcId);
  try {
    return { acls: await readAcls(ec2, interfaces, { near, wall: wallIn(context) }), refused: [] };
  } catch (error) {
    if (releases || !(isDenied(error) || codeOf(error) === "NotVisible")) throw error;
    return { acls: [], refused: [{ part: aclsPart, why: messageOf(error) }] };
  }
}

async function readCore({ ecs, ec2 }: TaskClients, target: Target): Promise<TaskCore | undefined> {
  const task = await describeTask(ecs, target.id);
  if (!task) return undefined;
  const running = isRunning(task);
  if (!running && task.stoppedReason !== stopReason) return undefined;
  const { overrides, containerInstanceArn, group = "", attachments = [] } = task;
  const own = attachments.filter(({ type }) => type === "ElasticNetworkInterface");
  const ids = own
    .filter(({ status }) => !["DETACHED", "DELETED"].includes(status ?? ""))
    .flatMap(({ details = [] }) => details.find(({ name }) => name === "networkInterfaceId")?.value ?? []);
  return {
    id: target.id,
    accountId: target.accountId,
    tags: taskTags(task),
    running,
    ...(group.startsWith("service:") && { service: group.slice("service:".length) }),
    launchType: task.launchType ?? "EC2",
    definition: task.taskDefinitionArn!,
    ...(overrides?.taskRoleArn && { ownRole: overrides.taskRoleArn }),
    ...(containerInstanceArn && { host: containerInstanceArn }),
    ownNetwork: own.length > 0,
    interfaces: running && ids.length > 0 ? await readPorts(ec2, ids, task.lastStatus === "RUNNING") : [],
    hostPorts: hostPortsOf(task),
  };
}

const coreKeys = [
  "id",
  "accountId",
  "tags",
  "running",
  "service",
  "launchType",
  "definition",
  "ownRole",
  "host",
  "ownNetwork",
  "interfaces",
  "hostPorts",
] as const;

/** What is read of the task itself, out of a whole state. */
const coreOf = (core: TaskCore): TaskCore =>
  Object.fromEntries(coreKeys.filter((key) => key in core).map((key) => [key, core[key]])) as unknown as TaskCore;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
function isRunning({ desiredStatus, lastStatus }: Task): boolean {
  const ending = ["DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED", "DELETED"];
  return desiredStatus !== "STOPPED" && !ending.includes(lastStatus ?? "");
}

const hostPortsOf = ({ containers = [] }: Task): number[] =>
  containers.flatMap(({ networkBindings = [] }) => networkBindings.flatMap(({ hostPort }) => hostPort ?? []));

/**
 * The interfaces with these ids. One that ECS is still making may not be there yet.
 *
 * @param started whether the task runs, so that its interfaces are there
 * @throws NotVisible if EC2 does not show one of them: what it reaches would be unknown
 */
async function readPorts(ec2: EC2, ids: string[], started: boolean): Promise<TaskPort[]> {
  const Filters = [{ Name: "network-interface-id", Values: ids }];
  const { NetworkInterfaces = [] } = await ec2.describeNetworkInterfaces({ Filters, IncludeManagedResources: true });
  if (NetworkInterfaces.length < ids.length && (started || NetworkInterfaces.length > 0)) {
    throw coded("NotVisible", `EC2 shows ${NetworkInterfaces.length} of the interfaces ${ids.join(", ")}`);
  }
  return NetworkInterfaces.map((port) => {
    const publicIp = port.Association?.PublicIp;
    return {
      id: port.NetworkInterfaceId!,
      vpcId: port.VpcId!,
      subnetId: port.SubnetId!,
      addresses: [
        ...(port.PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress!),
        ...(port.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address!),
      ],
      ...(publicIp && { publicIp }),
    };
  });
}
