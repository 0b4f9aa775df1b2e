import { deregister } from "../../aws/registrations";
import { buildWall } from "../../aws/wall/around";
import { leaveAddresses } from "../../aws/wall/entries";
import type { Call } from "../../model/call";
import { taskParts } from "../../resources/task";
import { isRead, stopReason, type TaskSettings, type TaskState } from "./state";

/** The longest time for which ECS protects a task, in minutes: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html */
const longest = 2880;

/** Protection that ends before this many milliseconds is renewed: hourly checks have many chances to do so. */
const soon = 86_400_000;

/**
 * The missing calls until the task is isolated: the wall around its addresses, then the evidence and the load balancers. Its security
 * groups cannot be changed, because the interface belongs to ECS
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html). A task without an interface of its own
 * shares its host's addresses, and a wall around those would cut other tasks: its network is left as it is, and named. What stands
 * around an address that the task no longer has goes.
 */
export function plan(state: TaskState, settings: TaskSettings): Call[] {
  if (!state.running) return leaveAddresses(state);
  const cut = [...awaitInterface(state), ...(settings.networkAcls ? buildWall(state) : []), ...leaveAddresses(state)];
  if (settings.stopTask) return [...cut, stop(state)];
  return state.unread.length > 0 ? cut : [...cut, ...protect(state), ...leaveLoadBalancers(state)];
}

/** A task that is starting gets its interface within seconds. */
function awaitInterface({ ownNetwork, interfaces, id }: TaskState): Call[] {
  if (!ownNetwork || interfaces.length > 0) return [];
  return [
    {
      service: "ecs",
      operation: "DescribeTasks",
      input: inCluster(id),
      reason: "its network interface is not shown yet, so nothing is cut",
      changes: ["task", "networkAcls"],
      waitsFor: "ECS to show the interface",
      again: true,
    },
  ];
}

/** Parameters that name the task. */
function inCluster(id: string): { cluster: string; tasks: string[] } {
  const { cluster, task } = taskParts(id);
  return { cluster, tasks: [task] };
}

function protect({ id, service, protection, now }: TaskState): Call[] {
  if (!protection) return [];
  const left = protection.expires ? Date.parse(protection.expires) - Date.parse(now) : 0;
  if (protection.enabled && left > soon) return [];
  const reason = protection.enabled
    ? "renews the protection from scale-in, which ECS ends after 48 hours"
    : `scale-in and deployments of service ${service} must not stop the task: its memory and files are evidence`;
  return [{ ...setProtection(id, longest), reason, secondary: true, ...(protection.enabled && { renews: true }) }];
}

/** Protects the task for some minutes, or no longer. */
export function setProtection(id: string, minutes: number | undefined): Omit<Call, "reason"> {
  const input = { ...inCluster(id), protectionEnabled: minutes !== undefined };
  return {
    service: "ecs",
    operation: "UpdateTaskProtection",
    input: minutes === undefined ? input : { ...input, expiresInMinutes: minutes },
    changes: ["protection"],
  };
}

function leaveLoadBalancers(state: TaskState): Call[] {
  if (!isRead(state, "registrations")) return [];
  return state.registrations
    .filter(({ draining }) => !draining)
    .map((registration) => deregister(registration, "requests must not wait for a task that is cut off"));
}

function stop({ id }: TaskState): Call {
  const { cluster, task } = taskParts(id);
  return {
    service: "ecs",
    operation: "StopTask",
    input: { cluster, task, reason: stopReason },
    reason: "stopTask is on: its processes must end",
    changes: ["task", "networkAcls"],
  };
}
