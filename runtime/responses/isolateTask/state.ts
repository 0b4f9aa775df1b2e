import type { Registration } from "../../aws/readRegistrations";
import type { Acl } from "../../aws/wall/acls";
import type { Walled } from "../../aws/wall/entries";
import type { Device, Port, Route } from "../../aws/wall/paths";

/** The part of the state that is read after the cut. */
export const surroundings = "surroundings";

/** The network interface of a task, which only ECS may change. */
export interface TaskPort extends Port {
  publicIp?: string;
}

/** Protection from scale-in: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html */
export interface Protection {
  enabled: boolean;
  /** When ECS ends it, in ISO 8601. */
  expires?: string;
}

/** What ECS shows of a task that this response has stopped. */
export const stopReason = "Firebreak: contained after a finding";

/** A part that AWS refused to show. */
export interface RefusedPart {
  part: string;
  why: string;
}

/** What is read of the task itself, which the cut needs. */
export interface TaskCore {
  /** CLUSTER/ID */
  id: string;
  accountId: string;
  tags: Record<string, string>;
  /** False only after this response has stopped it. */
  running: boolean;
  /** The service that it belongs to. */
  service?: string;
  /** FARGATE, EC2, MANAGED_INSTANCES or EXTERNAL. */
  launchType: string;
  /** The ARN of its definition. */
  definition: string;
  /** The role of the task alone, which comes before that of its definition. */
  ownRole?: string;
  /** The ARN of the container instance that hosts it. */
  host?: string;
  /** Whether it has a network interface of its own. If not, it shares the addresses of its host with other tasks. */
  ownNetwork: boolean;
  interfaces: TaskPort[];
  /** The ports of its host that lead to it. */
  hostPorts: number[];
}

/** What is read after the cut. */
export interface TaskSurroundings {
  /** The EC2 instance that hosts it. */
  instance?: string;
  /** The name of its role. */
  role?: string;
  /** awsvpc, bridge, host or none; unknown if ECS does not show the definition. */
  networkMode?: string;
  /** The services of AWS Cloud Map in which ECS registers its service's tasks. */
  registries: string[];
  /** Only a task of a service can have it. */
  protection?: Protection;
  registrations: Registration[];
  /** Every target group of the Region, by its ARN. */
  balancers: string[];
  /** Targets in other VPCs with one of its addresses. */
  namesakes: string[];
  routes: Route[];
  /** Devices of its VPC whose flows are always tracked. */
  devices: Device[];
  /** How many other interfaces its subnet has. */
  neighbours: number;
}

/** Everything that isolation reads, as one plain object. */
export interface TaskState extends TaskCore, TaskSurroundings, Pick<Walled, "wall"> {
  /** The network ACLs of its VPC, and those with entries of the wall. */
  acls: Acl[];
  /** The parts that an urgent reading left out. */
  unread: string[];
  refused: RefusedPart[];
  /** What the findings reported besides traffic: `dns`. */
  channels: string[];
  /** When it was read, in ISO 8601. */
  now: string;
}

/** What a release has to know. Parts that are read after the cut are added then. */
export interface TaskPriorState {
  protection?: Protection;
  registrations?: Registration[];
}

/** The settings of isolate-task. */
export interface TaskSettings {
  networkAcls: boolean;
  stopTask: boolean;
}

/** Whether a part of the state was read. */
export const isRead = ({ unread, refused }: TaskState, part: string): boolean =>
  unread.length === 0 && !refused.some((item) => item.part === part);
