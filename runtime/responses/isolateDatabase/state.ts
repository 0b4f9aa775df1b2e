import { groupOf, type IsolationGroup, isVerified } from "../../aws/isolationGroup";

/** A security group of a database. RDS applies changes asynchronously: only `active` is in effect. */
export interface Membership {
  id: string;
  status: string;
}

/** One database instance: the target itself, or a member of the cluster that is the target. */
export interface Member {
  name: string;
  /** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html#Overview.DBInstance.Status */
  status: string;
  publiclyAccessible: boolean;
  groups: Membership[];
}

export interface Snapshot {
  id: string;
  status: string;
}

/** Everything that the isolation reads, as one plain object. */
export interface DatabaseState {
  kind: "instance" | "cluster";
  /** The identifier that people use; another database may get it later. */
  name: string;
  /** The id that is never used again. */
  resourceId: string;
  engine: string;
  status: string;
  /** Those of a cluster and of its members: an exception of one member exempts the whole cluster. */
  tags: Record<string, string>;
  /** Unknown if RDS shows neither a subnet group nor a security group that exists. */
  vpcId?: string;
  groups: Membership[];
  /** The target itself if it is an instance. */
  members: Member[];
  deletionProtection: boolean;
  /** Our groups in the VPC, and what the name of a new one depends on. */
  isolation: {
    groups: IsolationGroup[];
    takenNames: { vpcId: string; name: string }[];
    suffixes?: Record<string, string>;
  };
  /** The snapshots that were made for this containment. */
  snapshots: Snapshot[];
  /** The Data API answers without the network: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.html */
  dataApi: boolean;
  iamAuthentication: boolean;
  /** Copies of the same data that are databases of their own, and the one that this is a copy of. */
  replicas: string[];
  replicaOf?: string;
  /** The secret with the master password, if RDS manages it. */
  managedSecret?: string;
  /** Whether changes of others wait for the maintenance window. */
  changesPending: boolean;
  /** What was done once and leaves no trace at RDS: `rotation` and `reboot`, with the name. */
  done: { kind: string; id: string }[];
  /** Which of the groups that a release puts back exist; read for releases only. */
  restorable?: string[];
  /** The security groups before the first change, where an earlier run saved them. */
  earlier?: string[];
  /** The containment's id, which names its snapshot. */
  containment: string;
  /** The `details` of the target in every finding that holds it. */
  wanted: Record<string, string>[];
}

/** What a release puts back. */
export interface DatabasePriorState {
  name: string;
  resourceId: string;
  groups: string[];
  deletionProtection: boolean;
  /** The names of the instances that were publicly accessible. */
  publiclyAccessible: string[];
}

/** The settings of isolate-database. */
export interface DatabaseSettings {
  snapshots: boolean;
  /** What is done for a rule or a control that reports a public database. */
  publicDatabase: "isolate" | "not-public";
  rotateManagedSecret: boolean;
  reboot: boolean;
}

/** The tag on snapshots that names the containment they were made for. */
export const containmentTag = "firebreak:containment";

/** The prefix of the names of snapshots. The role may make no others. */
export const snapshotPrefix = "firebreak-";

/** Whether every finding reports only that the database is public, and config does not isolate for that. */
export function isOnlyPublic({ wanted }: DatabaseState, { publicDatabase }: DatabaseSettings): boolean {
  return publicDatabase === "not-public" && wanted.length > 0 && wanted.every(({ about }) => about === "public");
}

/** Our closed group in the VPC of the database. */
export function closedGroup({ isolation, vpcId }: DatabaseState): IsolationGroup | undefined {
  return vpcId === undefined ? undefined : groupOf(isolation, vpcId, "closed");
}

const isOnly = (groups: Membership[], id: string) => groups.length === 1 && groups[0]!.id === id;

/** Whether the closed group is the only one that the database is to have, whether or not it is in effect. */
export function isSetClosed(state: DatabaseState): boolean {
  const closed = closedGroup(state);
  return isVerified(closed) && isOnly(state.groups.filter(isStaying), closed.id);
}

/** Whether a group is not about to be removed. */
export const isStaying = ({ status }: Membership): boolean => status !== "removing";

/** Whether the groups of the database and of all its members are in effect and the same. */
export function isInEffect({ groups, members }: DatabaseState): boolean {
  const ids = groups.map(({ id }) => id).sort();
  const same = (others: Membership[]) =>
    others
      .map(({ id }) => id)
      .sort()
      .join() === ids.join();
  return [groups, ...members.map((member) => member.groups)].every(
    (some) => some.every(({ status }) => status === "active") && same(some),
  );
}

/** The groups before the first change, as far as they are known and not our own. */
export function earlierGroups({ earlier = [], groups, isolation }: DatabaseState): string[] {
  const own = isolation.groups.map(({ id }) => id);
  return earlier.length > 0
    ? earlier
    : groups
        .filter(isStaying)
        .map(({ id }) => id)
        .filter((id) => !own.includes(id));
}

/**
 * The members whose public access can be changed. That of a Multi-AZ DB cluster is decided when it is created: ModifyDBCluster
 * has no such parameter (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html).
 */
export function changeable({ kind, engine, members }: DatabaseState): Member[] {
  return kind === "instance" || engine.startsWith("aurora") ? members : [];
}
