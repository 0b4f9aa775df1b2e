import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECS } from "@aws-sdk/client-ecs";
import { pages } from "../../aws/pages";
import { readRegistrations } from "../../aws/readRegistrations";
import { readDevices, readRoutes } from "../../aws/wall/readPaths";
import { coded, isDenied, isRefused, messageOf } from "../../lib/errors";
import { taskParts } from "../../resources/task";
import type { Context, TaskClients } from "./clients";
import { type Protection, type RefusedPart, surroundings, type TaskCore, type TaskSurroundings } from "./state";

/**
 * Everything that isolation needs besides the cut, read in parallel. A part that AWS refuses to show is listed in `refused`; anything
 * else that fails is retried with the whole run. A release that does not see what it has to restore fails.
 */
export async function readSurroundings(
  clients: TaskClients,
  core: TaskCore,
  { previous, stale, priorState }: Context,
): Promise<TaskSurroundings & { refused: RefusedPart[] }> {
  const { ecs, ec2 } = clients;
  const refused: RefusedPart[] = [];
  const whole = !previous || stale.includes(surroundings) || stale.includes("task");
  const part = async <Value>(name: string, known: Value, none: Value, read: () => Promise<Value>): Promise<Value> => {
    if (!whole && !stale.includes(name)) {
      refused.push(...previous.refused.filter((item) => item.part === name));
      return known;
    }
    try {
      return await read();
    } catch (error) {
      if (priorState !== undefined || !(isDenied(error) || isRefused(error))) throw error;
      refused.push({ part: name, why: messageOf(error) });
      return none;
    }
  };
  const { interfaces, running } = core;
  const [routes, devices, neighbours, protection, definition, instance, registries] = await Promise.all([
    part("routes", previous?.routes ?? [], [], () => readRoutes(ec2, interfaces)),
    part("devices", previous?.devices ?? [], [], () => readDevices(ec2, interfaces)),
    part("neighbours", previous?.neighbours ?? 0, 0, () => countNeighbours(ec2, core)),
    part("protection", previous?.protection, undefined, () => readProtection(ecs, core)),
    part("definition", definitionOf(previous), {}, () => readDefinition(ecs, core)),
    part("host", previous?.instance, undefined, () => readInstance(ecs, core)),
    part("registries", previous?.registries ?? [], [], () => readRegistries(ecs, core)),
  ]);
  const none = { registrations: [], balancers: [], namesakes: [] };
  const { registrations, balancers, namesakes } = await part("registrations", previous ?? none, none, () =>
    running ? registrationsOf(clients, core, instance, refused) : Promise.resolve(none),
  );
  return {
    routes,
    devices,
    neighbours,
    ...definition,
    registries,
    registrations,
    balancers,
    namesakes,
    ...(protection && { protection }),
    ...(instance && { instance }),
    refused,
  };
}

type Definition = Pick<TaskSurroundings, "role" | "networkMode">;

const definitionOf = (state: TaskSurroundings | undefined): Definition => ({
  ...(state?.role && { role: state.role }),
  ...(state?.networkMode && { networkMode: state.networkMode }),
});

/** The other interfaces in the subnets of a task, its own left out. */
async function countNeighbours(ec2: EC2, { interfaces }: TaskCore): Promise<number> {
  if (interfaces.length === 0) return 0;
  const Filters = [{ Name: "subnet-id", Values: interfaces.map(({ subnetId }) => subnetId) }];
  const found = await pages(
    (NextToken) => ec2.describeNetworkInterfaces({ Filters, IncludeManagedResources: true, NextToken }),
    (page) => page.NetworkInterfaces,
    (page) => page.NextToken,
  );
  return found.filter((port) => !interfaces.some(({ id }) => id === port.NetworkInterfaceId)).length;
}

/** Only tasks of a service can be protected: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_GetTaskProtection.html */
async function readProtection(ecs: ECS, { id, service, running }: TaskCore): Promise<Protection | undefined> {
  if (!service || !running) return undefined;
  const { cluster, task } = taskParts(id);
  const { protectedTasks, failures } = await ecs.getTaskProtection({ cluster, tasks: [task] });
  const [found] = protectedTasks ?? [];
  if (!found) throw coded("NotVisible", `ECS shows no protection of ${id}: ${failures?.[0]?.reason ?? "empty answer"}`);
  const expires = found.expirationDate?.toISOString();
  return { enabled: found.protectionEnabled ?? false, ...(expires && { expires }) };
}

/** Environment variables and secrets in a definition are not kept. */
async function readDefinition(ecs: ECS, { definition, ownRole }: TaskCore): Promise<Definition> {
  const { taskDefinition } = await ecs.describeTaskDefinition({ taskDefinition: definition });
  const role = ownRole ?? taskDefinition?.taskRoleArn;
  const { networkMode } = taskDefinition ?? {};
  return { ...(role && { role: role.slice(role.lastIndexOf("/") + 1) }), ...(networkMode && { networkMode }) };
}

async function readInstance(ecs: ECS, { id, host }: TaskCore): Promise<string | undefined> {
  if (!host) return undefined;
  const { cluster } = taskParts(id);
  const found = await ecs.describeContainerInstances({ cluster, containerInstances: [host] });
  return found.containerInstances?.[0]?.ec2InstanceId;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html */
async function readRegistries(ecs: ECS, { id, service }: TaskCore): Promise<string[]> {
  if (!service) return [];
  const { cluster } = taskParts(id);
  const { services } = await ecs.describeServices({ cluster, services: [service] });
  return (services?.[0]?.serviceRegistries ?? []).flatMap(({ registryArn }) => registryArn ?? []);
}

/**
 * A task with an interface of its own is registered by its address, any other by its host and a port of it: other ports of the host
 * belong to other tasks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html).
 */
async function registrationsOf(
  { elbv2 }: TaskClients,
  { id, ownNetwork, interfaces, hostPorts }: TaskCore,
  instance: string | undefined,
  refused: RefusedPart[],
): Promise<Pick<TaskSurroundings, "registrations" | "balancers" | "namesakes">> {
  if (!ownNetwork && !instance) return { registrations: [], balancers: [], namesakes: [] };
  const found = await readRegistrations({ elbv2 }, ownNetwork ? id : instance!, ownNetwork ? interfaces : []);
  refused.push(...found.late.map(({ part, reason }) => ({ part, why: reason })));
  const isIts = (port: number | undefined) => ownNetwork || (port !== undefined && hostPorts.includes(port));
  const { balancers, namesakes } = found;
  return { registrations: found.registrations.filter(({ port }) => isIts(port)), balancers, namesakes };
}
