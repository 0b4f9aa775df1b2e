import type { EC2 } from "@aws-sdk/client-ec2";
import type { DBCluster, DBInstance, RDS, VpcSecurityGroupMembership } from "@aws-sdk/client-rds";
import { groupNamePrefix } from "../../aws/isolationGroup";
import { pages } from "../../aws/pages";
import { existingGroups, oursAmong } from "../../aws/readIsolationGroups";
import { isMissing } from "../../lib/errors";
import { doubt, wait } from "../../lib/wait";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import { dbCluster } from "../../resources/dbCluster";
import { tagRecord } from "../../resources/tagRecord";
import { readSnapshots } from "./readSnapshots";
import type { DatabasePriorState, DatabaseState, Member, Membership } from "./state";

/** The clients that the isolation needs in the target's account and Region. */
export interface DatabaseClients {
  rds: RDS;
  ec2: EC2;
}

type Context = ReadContext<DatabaseState, DatabasePriorState>;

/** What RDS shows of the target. */
interface Shown {
  cluster?: DBCluster;
  instances: DBInstance[];
}

/**
 * Reads the database with all its members; undefined if it does not exist or another database has its name now. Our groups and
 * the snapshots are read again only if they are stale.
 *
 * @throws what RDS and EC2 throw: a failed read does not mean that the database is gone
 */
export async function read(clients: DatabaseClients, target: Target, context: Context) {
  const { previous, stale, saved, priorState, wanted, containment, evidence } = context;
  const shown = await readShown(clients.rds, target);
  if (!shown) return undefined;
  const seen = describe(shown);
  if (target.name !== undefined && seen.resourceId !== target.id) return undefined;
  const needs = (part: string) => !previous || stale.includes(part);
  const network = needs("groups") ? await readNetwork(clients.ec2, target, shown, context) : networkOf(previous!);
  const snapshots = needs("snapshots") ? await readSnapshots(clients.rds, seen, context) : previous!.snapshots;
  const restorable = await readRestorable(clients.ec2, priorState);
  const state: DatabaseState = {
    ...seen,
    ...network,
    snapshots,
    done: evidence.filter(({ kind }) => kind !== "snapshot"),
    containment,
    wanted,
    ...(restorable && { restorable }),
    ...(saved && { earlier: saved.groups }),
  };
  return state;
}

async function readShown(rds: RDS, target: Target): Promise<Shown | undefined> {
  const name = target.name ?? target.id;
  try {
    if (target.kind !== dbCluster.kind) {
      const found = (await rds.describeDBInstances({ DBInstanceIdentifier: name })).DBInstances?.[0];
      return found && { instances: [found] };
    }
    const cluster = (await rds.describeDBClusters({ DBClusterIdentifier: name })).DBClusters?.[0];
    if (!cluster) return undefined;
    const instances = await pages(
      (Marker) => rds.describeDBInstances({ Filters: [{ Name: "db-cluster-id", Values: [name] }], Marker }),
      (page) => page.DBInstances,
      (page) => page.Marker,
    );
    return { cluster, instances };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

type Seen = Omit<DatabaseState, "vpcId" | "isolation" | "snapshots" | "done" | "containment" | "wanted">;

function describe({ cluster, instances }: Shown): Seen {
  const members = instances.map(memberOf);
  const [instance] = instances as [DBInstance];
  if (cluster) {
    const secret = cluster.MasterUserSecret?.SecretArn;
    return {
      kind: "cluster",
      name: cluster.DBClusterIdentifier!,
      resourceId: cluster.DbClusterResourceId!,
      engine: cluster.Engine ?? "",
      status: cluster.Status ?? "",
      tags: Object.assign({}, ...instances.map(({ TagList }) => tagRecord(TagList)), tagRecord(cluster.TagList)),
      groups: groupsOf(cluster.VpcSecurityGroups),
      members,
      deletionProtection: cluster.DeletionProtection ?? false,
      dataApi: cluster.HttpEndpointEnabled ?? false,
      iamAuthentication: cluster.IAMDatabaseAuthenticationEnabled ?? false,
      replicas: cluster.ReadReplicaIdentifiers ?? [],
      ...(cluster.ReplicationSourceIdentifier && { replicaOf: cluster.ReplicationSourceIdentifier }),
      ...(secret && { managedSecret: secret }),
      changesPending: isPending(cluster.PendingModifiedValues) || instances.some(hasPending),
    };
  }
  const secret = instance.MasterUserSecret?.SecretArn;
  const source = instance.ReadReplicaSourceDBInstanceIdentifier ?? instance.ReadReplicaSourceDBClusterIdentifier;
  return {
    kind: "instance",
    name: instance.DBInstanceIdentifier!,
    resourceId: instance.DbiResourceId!,
    engine: instance.Engine ?? "",
    status: instance.DBInstanceStatus ?? "",
    tags: tagRecord(instance.TagList),
    groups: groupsOf(instance.VpcSecurityGroups),
    members,
    deletionProtection: instance.DeletionProtection ?? false,
    dataApi: false,
    iamAuthentication: instance.IAMDatabaseAuthenticationEnabled ?? false,
    replicas: [
      ...(instance.ReadReplicaDBInstanceIdentifiers ?? []),
      ...(instance.ReadReplicaDBClusterIdentifiers ?? []),
    ],
    ...(source && { replicaOf: source }),
    ...(secret && { managedSecret: secret }),
    changesPending: hasPending(instance),
  };
}

const isPending = (values: object | undefined) => Object.values(values ?? {}).some((value) => value !== undefined);
const hasPending = ({ PendingModifiedValues }: DBInstance) => isPending(PendingModifiedValues);

const groupsOf = (given: VpcSecurityGroupMembership[] = []): Membership[] =>
  given.map(({ VpcSecurityGroupId, Status }) => ({ id: VpcSecurityGroupId!, status: Status ?? "unknown" }));

const memberOf = (instance: DBInstance): Member => ({
  name: instance.DBInstanceIdentifier!,
  status: instance.DBInstanceStatus ?? "",
  // Open unless RDS says that it is not.
  publiclyAccessible: instance.PubliclyAccessible !== false,
  groups: groupsOf(instance.VpcSecurityGroups),
});

type Network = Pick<DatabaseState, "vpcId" | "isolation">;

const networkOf = ({ vpcId, isolation }: DatabaseState): Network => ({ ...(vpcId && { vpcId }), isolation });

/** The VPC and our groups in it. A cluster shows no VPC: it has that of its members, or that of its security groups. */
async function readNetwork(ec2: EC2, target: Target, shown: Shown, context: Context): Promise<Network> {
  const vpcId =
    shown.instances.map(({ DBSubnetGroup }) => DBSubnetGroup?.VpcId).find((id) => id !== undefined) ??
    (await existingGroups(ec2, groupIds(shown)))[0]?.VpcId;
  if (vpcId === undefined) return { isolation: { groups: [], takenNames: [] } };
  const named = () =>
    pages(
      (NextToken) =>
        ec2.describeSecurityGroups({
          Filters: [
            { Name: "vpc-id", Values: [vpcId] },
            { Name: "group-name", Values: [`${groupNamePrefix}*`] },
          ],
          NextToken,
        }),
      (page) => page.SecurityGroups,
      (page) => page.NextToken,
    );
  let found = await named();
  // A release takes a group that it does not know as ours for one that others set: what the database has now is asked by id too.
  if (found.length === 0 && context.priorState !== undefined) found = await existingGroups(ec2, groupIds(shown));
  const isolation = await oursAmong(ec2, found, { vpcs: [vpcId], kind: "closed", target, context });
  return { vpcId, isolation };
}

const groupIds = ({ cluster, instances }: Shown): string[] =>
  [cluster?.VpcSecurityGroups ?? [], ...instances.map(({ VpcSecurityGroups = [] }) => VpcSecurityGroups)]
    .flat()
    .map(({ VpcSecurityGroupId }) => VpcSecurityGroupId!);

async function readRestorable(ec2: EC2, priorState: DatabasePriorState | undefined): Promise<string[] | undefined> {
  if (!priorState || priorState.groups.length === 0) return undefined;
  const { groups } = priorState;
  const existing = async () => (await existingGroups(ec2, groups)).map(({ GroupId }) => GroupId!);
  const found = await existing();
  if (groups.every((id) => found.includes(id))) return found;
  // A group that counts as gone is not given back, so one answer without it proves nothing.
  await wait(doubt);
  return existing();
}
