import { gapsInWall } from "../../aws/wall/around";
import { taskParts } from "../../resources/task";
import { openRoutes } from "./paths";
import type { TaskSettings, TaskState } from "./state";

/** The residual risk of an isolated task, one sentence each, open paths first. */
export function residualRisk(state: TaskState, settings: TaskSettings): string[] {
  if (!state.running) return [...credentials(state), ...replacement(state)];
  return [
    ...beyondReach(state),
    ...(state.interfaces.length > 0
      ? [
          "DNS through the VPC's resolver and the task's metadata are not filtered by network ACLs",
          "its logs and metrics may no longer arrive, because the way to CloudWatch is cut too",
        ]
      : []),
    ...credentials(state),
    ...stopping(state, settings),
    ...replacement(state),
    ...callers(state),
  ];
}

/** What isolation cannot cut. If there is any, the outcome is at most `partial`. */
export function beyondReach(state: TaskState): string[] {
  if (!state.running) return [];
  const { refused, channels } = state;
  return [
    ...refused.map(({ part, why }) => `${words[part] ?? part} could not be read: ${why}`),
    ...(state.ownNetwork ? network(state) : sharedNetwork(state)),
    ...(channels.includes("dns")
      ? [
          "the finding reported DNS, which network ACLs do not filter: the task still reaches the VPC's resolver. Block DNS with a rule of Route 53 Resolver DNS Firewall, or stop the task",
        ]
      : []),
  ];
}

/** The parts of the state in words. */
const words: Record<string, string> = {
  networkAcls: "the network ACLs of its VPC",
  routes: "the routes of its subnet",
  devices: "the devices of its VPC",
  neighbours: "the other interfaces of its subnet",
  protection: "its protection from scale-in",
  definition: "its task definition",
  host: "its container instance",
  registries: "its service",
  registrations: "the target groups",
};

function network(state: TaskState): string[] {
  const { neighbours } = state;
  return [
    ...gapsInWall(state),
    ...openRoutes(state),
    ...(neighbours > 0
      ? [
          `its subnet has ${neighbours} other interfaces, which no network ACL keeps it from: only security groups limit that`,
        ]
      : []),
  ];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html */
function sharedNetwork({ launchType, instance, networkMode }: TaskState): string[] {
  if (networkMode === "none") return [];
  if (launchType === "EXTERNAL") return ["it runs on a machine outside AWS: its network must be cut there"];
  return [
    `it shares the addresses of its host ${instance ?? "instance"} with other tasks, so its traffic is not cut: a wall would cut them too. Isolate the instance by hand if they may be cut off, or stop the task`,
  ];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
function credentials({ id, role, instance }: TaskState): string[] {
  const { task } = taskParts(id);
  return [
    ...(role
      ? [
          `credentials of role ${role} that the task got stay valid for hours, wherever they are used: block-principal denies its sessions, which are named ${task}`,
        ]
      : []),
    ...(instance
      ? [
          `containers may also have used the role of instance ${instance}, unless its metadata service is closed to them: check it in CloudTrail`,
        ]
      : []),
  ];
}

/**
 * Protection does not hold against everything: ECS replaces tasks that fail health checks
 * (https://aws.amazon.com/blogs/containers/a-deep-dive-into-amazon-ecs-task-health-and-task-replacement/).
 */
function stopping({ service, protection }: TaskState, { stopTask }: TaskSettings): string[] {
  if (stopTask) return [];
  if (!service) return ["it belongs to no service: ECS cannot protect it from being stopped"];
  return [
    `service ${service} may still replace it, protected or not, if it fails a health check: then its memory and files are lost`,
    ...(protection
      ? ["ECS protects a task for 48 hours at most: Firebreak renews that every day until the release"]
      : []),
  ];
}

function replacement({ service, definition }: TaskState): string[] {
  const name = definition.slice(definition.lastIndexOf("/") + 1);
  return service
    ? [`other tasks of service ${service} run the same definition ${name}, and so may have the same weakness`]
    : [];
}

function callers({ registries, registrations, namesakes }: TaskState): string[] {
  return [
    ...registrations
      .filter(({ draining }) => draining)
      .map(({ name }) => `open requests on ${name.split(":").pop()} may continue until its drain period ends`),
    ...registries.map((arn) => `service discovery still answers with its address: ${arn}`),
    ...namesakes.map(
      (text) => `${text} has an address of the task; it is unknown whether it is the task, so it was left registered`,
    ),
  ];
}
