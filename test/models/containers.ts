import { missing, type Operations, refused, serviceOf } from "./model";

/** A task as ECS keeps it. */
export interface ModelTask {
  cluster: string;
  id: string;
  status: "PENDING" | "RUNNING" | "STOPPED";
  /** `service:NAME` or `family:NAME`. */
  group: string;
  launchType: string;
  tags: Record<string, string>;
  definition: string;
  roleOverride?: string;
  /** The id of its own interface. */
  port?: string;
  /** The id of its container instance. */
  host?: string;
  hostPorts: number[];
  stoppedReason?: string;
  /** Until when ECS protects it, in milliseconds. */
  protectedUntil?: number;
}

/** ECS of one account and Region, as far as responses use it. */
export interface ContainersState {
  account: string;
  tasks: ModelTask[];
  definitions: Record<string, { role?: string; networkMode: string }>;
  /** The EC2 instance of each container instance. */
  hosts: Record<string, string>;
  /** The registries of each service. */
  services: Record<string, string[]>;
}

const base = ({ account }: ContainersState) => `arn:aws:ecs:eu-west-1:${account}`;

function named(state: ContainersState, cluster: string, tasks: string[]) {
  if (!state.tasks.some((task) => task.cluster === cluster)) throw missing("ClusterNotFoundException", cluster);
  const found = state.tasks.filter((task) => task.cluster === cluster && tasks.includes(task.id));
  const failures = tasks
    .filter((id) => !found.some((task) => task.id === id))
    .map((id) => ({ arn: `${base(state)}:task/${cluster}/${id}`, reason: "MISSING" }));
  return { found, failures };
}

function shown(state: ContainersState, task: ModelTask) {
  const {
    cluster,
    id,
    status,
    group,
    launchType,
    tags,
    definition,
    roleOverride,
    port,
    host,
    hostPorts,
    stoppedReason,
  } = task;
  const isOver = status === "STOPPED";
  return {
    taskArn: `${base(state)}:task/${cluster}/${id}`,
    lastStatus: status,
    ...(stoppedReason && { stoppedReason }),
    desiredStatus: isOver ? "STOPPED" : "RUNNING",
    group,
    launchType,
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    taskDefinitionArn: `${base(state)}:task-definition/${definition}`,
    overrides: { ...(roleOverride && { taskRoleArn: roleOverride }) },
    ...(host && { containerInstanceArn: `${base(state)}:container-instance/${cluster}/${host}` }),
    attachments: port
      ? [
          {
            type: "ElasticNetworkInterface",
            status: isOver ? "DELETED" : "ATTACHED",
            details: [{ name: "networkInterfaceId", value: port }],
          },
        ]
      : [],
    containers: [{ name: "web", networkBindings: hostPorts.map((hostPort) => ({ containerPort: 8080, hostPort })) }],
  };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_GetTaskProtection.html: only running tasks of a service */
function protectable(state: ContainersState, cluster: string, tasks: string[]) {
  const { found, failures } = named(state, cluster, tasks);
  const valid = found.filter(({ group, status }) => group.startsWith("service:") && status !== "STOPPED");
  const others = found.filter((task) => !valid.includes(task));
  return { valid, failures: [...failures, ...others.map(({ id }) => ({ arn: id, reason: "TASK_NOT_VALID" }))] };
}

const protection = ({ id, protectedUntil = 0 }: ModelTask) =>
  protectedUntil > Date.now()
    ? { taskArn: id, protectionEnabled: true, expirationDate: new Date(protectedUntil) }
    : { taskArn: id, protectionEnabled: false };

/**
 * ECS over plain data.
 *
 * @param stopped what else happens when a task stops: its interface is deleted
 */
export const containersModel = (holder: { state: ContainersState }, stopped: (task: ModelTask) => void) => {
  const operations: Operations<ContainersState> = {
    DescribeTasks: {
      parameters: ["cluster", "tasks", "include"],
      act(state, { cluster, tasks, include }) {
        const { found, failures } = named(state, cluster, tasks);
        const all = found.map((task) => shown(state, task));
        return { tasks: include?.includes("TAGS") ? all : all.map(({ tags: _, ...rest }) => rest), failures };
      },
    },
    GetTaskProtection: {
      parameters: ["cluster", "tasks"],
      act(state, { cluster, tasks }) {
        const { valid, failures } = protectable(state, cluster, tasks);
        return { protectedTasks: valid.map(protection), failures };
      },
    },
    UpdateTaskProtection: {
      parameters: ["cluster", "tasks", "protectionEnabled", "expiresInMinutes"],
      act(state, { cluster, tasks, protectionEnabled, expiresInMinutes = 120 }) {
        if (!(expiresInMinutes >= 1 && expiresInMinutes <= 2880)) throw refused("InvalidParameterException", "minutes");
        const { valid, failures } = protectable(state, cluster, tasks);
        for (const task of valid) {
          if (protectionEnabled) task.protectedUntil = Date.now() + expiresInMinutes * 60_000;
          else delete task.protectedUntil;
        }
        return { protectedTasks: valid.map(protection), failures };
      },
    },
    StopTask: {
      parameters: ["cluster", "task", "reason"],
      act(state, { cluster, task: id, reason }) {
        const [task] = named(state, cluster, [id]).found;
        if (!task) throw refused("InvalidParameterException", "The referenced task was not found.");
        task.status = "STOPPED";
        task.stoppedReason = reason;
        stopped(task);
        return { task: shown(state, task) };
      },
    },
    DescribeTaskDefinition: {
      parameters: ["taskDefinition"],
      act(state, { taskDefinition }) {
        const found = state.definitions[taskDefinition.split("/").at(-1)];
        if (!found) throw refused("ClientException", "Unable to describe task definition.");
        const { role, networkMode } = found;
        return { taskDefinition: { networkMode, ...(role && { taskRoleArn: role }) } };
      },
    },
    DescribeContainerInstances: {
      parameters: ["cluster", "containerInstances"],
      act: ({ hosts }, { containerInstances }) => ({
        containerInstances: containerInstances.map((arn: string) => ({ ec2InstanceId: hosts[arn.split("/").at(-1)!] })),
      }),
    },
    DescribeServices: {
      parameters: ["cluster", "services"],
      act: ({ services }, { services: [name] }) => ({
        services: [{ serviceRegistries: (services[name] ?? []).map((registryArn) => ({ registryArn })) }],
      }),
    },
  };
  return serviceOf("ECS", holder, operations);
};
