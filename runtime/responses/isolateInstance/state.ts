/** One rule of one of our groups, with one source. `id` is known only if it was needed. */
export interface Rule {
  id?: string;
  egress: boolean;
  protocol: string;
  /** A range, a group or a prefix list. */
  source: string;
}

/** The two groups that isolation uses in a VPC; `open` makes flows untracked, `closed` cuts them. */
export type GroupKind = "open" | "closed";

export interface IsolationGroup {
  id: string;
  vpcId: string;
  kind: GroupKind;
  rules: Rule[];
}

export interface Interface {
  id: string;
  vpcId: string;
  subnetId: string;
  groups: string[];
  /** Their names, as far as EC2 returns them with the instance. */
  groupNames?: string[];
  /** Private addresses, IPv4 and IPv6. */
  addresses: string[];
  publicIp?: string;
  /** The service that manages the interface, if any; such an interface rejects changes. */
  managedBy?: string;
  /** None of its groups allows egress, so nothing inside could use the open group before it is closed. */
  withoutEgress?: boolean;
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
}

/** The load balancer's kind by the protocol of its target group; unknown for a group without one. */
export type BalancerKind = "application" | "network" | "gateway";

/** The instance's registration in a target group or a Classic Load Balancer. */
export interface Registration {
  kind: "target-group" | "classic";
  /** The target group's ARN or the Classic Load Balancer's name. */
  name: string;
  /** What is registered: the instance id, or one of its addresses. */
  target: string;
  port?: number;
  /** Open connections may continue for the group's drain period. */
  draining: boolean;
  balancer?: BalancerKind;
}

/** A device in the VPC through which flows are always tracked, by EC2's type of its interface. */
export interface Device {
  id: string;
  type: string;
  vpcId: string;
  description: string;
}

/** A part of the state that could not be read. */
export interface Unreadable {
  part: string;
  reason: string;
  /** Another reading may succeed. */
  again: boolean;
}

/** Where packets of one subnet may go. */
export interface Route {
  subnetId: string;
  destination: string;
  /** nat-..., eigw-..., vpce-..., igw-... and so on. */
  via: string;
}

/** Everything that isolation reads, as one plain object. */
export interface InstanceState {
  id: string;
  accountId: string;
  lifecycle: string;
  tags: Record<string, string>;
  profile?: string;
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
  /** Targets in other VPCs with an address of the instance: it is unknown whether they are the instance. */
  namesakes?: string[];
  /** Parts that an urgent reading left out; they are empty. */
  unread?: string[];
  unreadable?: Unreadable[];
  /** What the findings reported besides traffic of the interfaces: `dns`. */
  channels?: string[];
  /** The groups of each interface before the first change, where an earlier run saved them. */
  earlier?: { id: string; groups: string[] }[];
  /** The unpredictable name suffix of our groups in each VPC; known if a group must be created. */
  suffixes?: Record<string, string>;
  snapshots: string[];
  /** Those of them that are not complete yet. */
  pendingSnapshots?: string[];
  /** Those of them that failed after they were accepted, with EC2's reason. */
  failedSnapshots: { id: string; reason: string }[];
  /** Which of the groups that a release puts back exist; read for releases only. */
  restorable?: string[];
  /** The containment's id, which the calls write into tags. */
  containment: string;
}

/** What a release puts back. */
export interface InstanceBefore {
  terminationProtection?: boolean;
  shutdownBehavior?: "stop" | "terminate";
  deleteOnTermination: { device: string; volumeId: string }[];
  /** Without groups if they were not known: the interface was isolated already. */
  interfaces: { id: string; groups: string[] }[];
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
}

/** The parts that an urgent reading leaves out, with the call that reads each. */
export const unreadParts: Record<string, string> = {
  termination: "DescribeInstanceAttribute",
  shutdown: "DescribeInstanceAttribute",
  autoScaling: "DescribeAutoScalingInstances",
  registrations: "DescribeTargetHealth",
  routes: "DescribeRouteTables",
  devices: "DescribeNetworkInterfaces",
  snapshots: "DescribeSnapshots",
};

/** The tag that marks the groups as ours; its value is the kind. */
export const groupTag = "firebreak:isolation";
/** The prefix of the names of our groups; used to look them up, never as proof. */
export const groupNamePrefix = "firebreak-isolation-";
/** The tag on snapshots that names the containment they were made for. */
export const containmentTag = "firebreak:containment";

/** The first group of a kind in a VPC by id, so that every run chooses the same one. */
export function groupOf(state: InstanceState, vpcId: string, kind: GroupKind): IsolationGroup | undefined {
  return state.groups
    .filter((group) => group.vpcId === vpcId && group.kind === kind)
    .sort((left, right) => (left.id < right.id ? -1 : 1))[0];
}

/** The exact rules of a group of this kind: none, or all traffic in both directions over IPv4 and IPv6. */
export function wantedRules(kind: GroupKind): Rule[] {
  if (kind === "closed") return [];
  return [false, true].flatMap((egress) => ["0.0.0.0/0", "::/0"].map((source) => ({ egress, protocol: "-1", source })));
}

const same = (left: Rule, right: Rule) =>
  left.egress === right.egress && left.protocol === right.protocol && left.source === right.source;

/** The rules of a group that must go. */
export function surplusRules(group: IsolationGroup): Rule[] {
  return group.rules.filter((rule) => !wantedRules(group.kind).some((wanted) => same(wanted, rule)));
}

/** The rules that a group lacks. */
export function missingRules(group: IsolationGroup): Rule[] {
  return wantedRules(group.kind).filter((wanted) => !group.rules.some((rule) => same(wanted, rule)));
}

/** A group is used only if its rules are exactly the wanted ones, regardless of its name and tags. */
export function isVerified(group: IsolationGroup | undefined): group is IsolationGroup {
  return group !== undefined && surplusRules(group).length === 0 && missingRules(group).length === 0;
}

/**
 * Whether an open group can be used: it allows all egress, as every new group does, and all ingress or none. Its ingress rules
 * exist only while they are needed.
 */
export function isUsable(group: IsolationGroup | undefined): group is IsolationGroup {
  return group !== undefined && surplusRules(group).length === 0 && missingRules(group).every((rule) => !rule.egress);
}

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
