import { groupOf, type IsolationGroup, isVerified } from "../../aws/isolationGroup";
import type { Registration, Unreadable } from "../../aws/readRegistrations";
import type { Acl } from "../../aws/wall/acls";
import type { Device, Port, Route } from "../../aws/wall/paths";
import type { Custody, ForensicSettings, LockSettings } from "./custody";
import type { DnsBlock } from "./dns";

export {
  type GroupKind,
  groupNamePrefix,
  groupOf,
  groupTag,
  type IsolationGroup,
  isUsable,
  isVerified,
  missingRules,
  type Rule,
  surplusRules,
  wantedRules,
} from "../../aws/isolationGroup";

/** Seconds after which idle connections are no longer tracked; what is not set has the default. */
export interface Timeouts {
  TcpEstablishedTimeout?: number;
  UdpStreamTimeout?: number;
  UdpTimeout?: number;
}

export interface Interface extends Port {
  groups: string[];
  /** Their names, as far as EC2 returns them with the instance. */
  groupNames?: string[];
  publicIp?: string;
  /** The service that manages the interface, if any; such an interface rejects changes. */
  managedBy?: string;
  /** None of its groups allows egress, so nothing inside could use the open group before it is closed. */
  withoutEgress?: boolean;
  /** The connection tracking timeouts that are set. */
  timeouts?: Timeouts;
}

export interface Volume {
  device: string;
  id: string;
  deleteOnTermination: boolean;
}

export interface AutoScaling {
  group: string;
  /** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
  lifecycle: string;
  desired: number;
  max: number;
  /** What it starts instances from: a launch template or a launch configuration. */
  startsFrom?: string;
}

/** Everything that isolation reads, as one plain object. */
export interface InstanceState {
  id: string;
  accountId: string;
  lifecycle: string;
  tags: Record<string, string>;
  profile?: string;
  /** The AMI that it was started from. */
  image?: string;
  rootDevice: "ebs" | "instance-store";
  spot: boolean;
  volumes: Volume[];
  interfaces: Interface[];
  terminationProtection: boolean;
  shutdownBehavior: "stop" | "terminate";
  groups: IsolationGroup[];
  /** Names with our prefix of groups that are not ours: a name proves nothing. */
  takenNames: { vpcId: string; name: string }[];
  autoScaling?: AutoScaling;
  registrations: Registration[];
  /** Every target group and Classic Load Balancer of the Region, by ARN or name. */
  balancers: string[];
  routes: Route[];
  /** Devices of the instance's VPCs whose flows are always tracked. */
  devices?: Device[];
  /** The network ACLs of the devices' subnets, and those with entries of the wall. */
  acls?: Acl[];
  /** The entries of the wall that the journal knows, made or about to be made. */
  wall?: string[];
  /** Targets in other VPCs with an address of the instance: it is unknown whether they are the instance. */
  namesakes?: string[];
  /** Parts that an urgent reading left out; they are empty. */
  unread?: string[];
  unreadable?: Unreadable[];
  /** What the findings reported besides traffic of the interfaces: `dns`. */
  channels?: string[];
  /** The interfaces whose timeouts this containment changed, as the journal knows. */
  shortened?: string[];
  /** The groups of each interface before the first change, where an earlier run saved them. */
  earlier?: { id: string; groups: string[] }[];
  /** The unpredictable name suffix of our groups in each VPC; known if a group must be created. */
  suffixes?: Record<string, string>;
  snapshots: string[];
  /** Those of them that are not complete yet. */
  pendingSnapshots?: string[];
  /** Those of them that failed after they were accepted, with EC2's reason. */
  failedSnapshots: { id: string; reason: string }[];
  /** Their locks and copies, if config asks for any. */
  custody?: Custody;
  /** Its rule of DNS Firewall, if config asks for one or the journal knows of one. */
  dns?: DnsBlock;
  /** Which of the groups that a release puts back exist; read for releases only. */
  restorable?: string[];
  /** The containment's id, which the calls write into tags. */
  containment: string;
}

/** What a release puts back. */
export interface InstancePriorState {
  terminationProtection?: boolean;
  shutdownBehavior?: "stop" | "terminate";
  deleteOnTermination: { device: string; volumeId: string }[];
  /** Without groups if they were not known: the interface was isolated already. */
  interfaces: { id: string; groups: string[]; timeouts?: Timeouts }[];
  /** The group, if the instance was in service in it. */
  autoScaling?: { group: string };
  registrations?: Registration[];
}

/** The settings of isolate-instance. */
export interface IsolationSettings {
  /** Seconds between the open and the closed group; AWS documents no time after which flows are untracked. */
  conversionSeconds: number;
  /**
   * Whether an interface goes through the open group before it is closed: always, never, or unless its groups allow no egress.
   * Without this step, tracked connections continue.
   */
  openFirst?: "always" | "never" | "unless-no-egress";
  snapshots: boolean;
  /** How the snapshots and their copies are locked; not locked if left out. */
  lockSnapshots?: LockSettings;
  /** Who gets copies of the snapshots; nobody if left out. */
  forensics?: ForensicSettings;
  /** Whether tracked connections that go idle end within a minute. */
  shortTimeouts?: boolean;
  /** Whether a rule of DNS Firewall blocks the domains of findings that report DNS. */
  blockDomains?: boolean;
  /** Domains that it never blocks, like those above and below them. */
  neverBlock?: string[];
  /** Whether network ACLs keep the instance from devices whose flows are always tracked. */
  networkAcls?: boolean;
}

/** The parts that an urgent reading leaves out, with the call that reads each. */
export const unreadParts: Record<string, string> = {
  termination: "DescribeInstanceAttribute",
  shutdown: "DescribeInstanceAttribute",
  autoScaling: "DescribeAutoScalingInstances",
  registrations: "DescribeTargetHealth",
  routes: "DescribeRouteTables",
  devices: "DescribeNetworkInterfaces",
  networkAcls: "DescribeNetworkAcls",
  snapshots: "DescribeSnapshots",
  dns: "ListFirewallRuleGroupAssociations",
};

/** The tag on snapshots that names the containment they were made for. */
export const containmentTag = "firebreak:containment";

/** Whether the interface has exactly the closed group of its own VPC, and that group is verified. */
export function isClosed(state: InstanceState, port: Interface): boolean {
  const closed = groupOf(state, port.vpcId, "closed");
  return isVerified(closed) && port.groups.length === 1 && port.groups[0] === closed.id;
}

/** Whether an interface has an open group of ours, alone or among others. */
export function isOpened(state: InstanceState, port: Interface): boolean {
  return state.groups.some((group) => group.kind === "open" && port.groups.includes(group.id));
}

/** The interfaces that can be changed at all. */
export function changeable(state: InstanceState): Interface[] {
  return state.interfaces.filter((port) => !port.managedBy);
}

/** Whether a part of the state was read. */
export function isRead({ unread = [], unreadable = [] }: InstanceState, part: string): boolean {
  return !unread.includes(part) && !unreadable.some((item) => item.part === part);
}

/** The groups of an interface before the first change, as far as they are known and not our own. */
export function earlierGroups(state: InstanceState, port: Interface): string[] {
  const saved = state.earlier?.find(({ id }) => id === port.id)?.groups ?? [];
  const own = state.groups.map((group) => group.id);
  return saved.length > 0 ? saved : port.groups.filter((id) => !own.includes(id));
}
