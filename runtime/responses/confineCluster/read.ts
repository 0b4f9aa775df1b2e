import type { Cluster, EKS } from "@aws-sdk/client-eks";
import { isMissing } from "../../lib/errors";
import type { Evidence } from "../../model/call";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import { describeCluster } from "../../resources/cluster";
import { type ClusterPriorState, type ClusterState, type Endpoint, inWord, type OwnUpdate, updateKind } from "./state";

/** The client that the confinement needs in the target's account and Region. */
export interface ClusterClients {
  eks: EKS;
}

/**
 * Reads the cluster, and how far the last update of the containment is. Undefined if there is none, if it is being deleted, or if
 * another cluster has its name now.
 *
 * @throws what EKS throws: a failed read does not mean that the cluster is gone
 */
export async function read(
  { eks }: ClusterClients,
  { id }: Target,
  context: ReadContext<ClusterState, ClusterPriorState>,
): Promise<ClusterState | undefined> {
  const { priorState, saved = priorState, wanted, confirmed = [] } = context;
  const cluster = await describeCluster(eks, id);
  if (!cluster || cluster.status === "DELETING") return undefined;
  const createdAt = cluster.createdAt?.toISOString() ?? "";
  if (saved && saved.createdAt !== createdAt) return undefined;
  const made = context.evidence.filter(({ kind }) => kind === updateKind);
  const update = priorState ? undefined : await lastUpdate(eks, id, made);
  const endpoint = endpointOf(cluster);
  return {
    name: id,
    createdAt,
    ...endpoint,
    tags: cluster.tags ?? {},
    status: cluster.status ?? "ACTIVE",
    ...(update && { update }),
    asked: confirmed.some(({ operation }) => operation === "UpdateClusterConfig"),
    changed: saved !== undefined && inWord(saved) !== inWord(endpoint),
    set: made.map((item) => item.id.split(" ")[1] ?? ""),
    hybridNodes: (cluster.remoteNetworkConfig?.remoteNodeNetworks ?? []).length > 0,
    users: [...new Set(wanted.flatMap(({ user }) => (user ? [user] : [])))],
  };
}

/** Open to everyone unless EKS says that it is not. */
function endpointOf({ resourcesVpcConfig = {} }: Cluster): Endpoint {
  const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs = ["0.0.0.0/0"] } = resourcesVpcConfig;
  return {
    publicAccess: endpointPublicAccess !== false,
    privateAccess: endpointPrivateAccess === true,
    cidrs: publicAccessCidrs,
  };
}

async function lastUpdate(eks: EKS, name: string, made: Evidence[]): Promise<OwnUpdate | undefined> {
  const [updateId] = made.at(-1)?.id.split(" ") ?? [];
  if (updateId === undefined) return undefined;
  try {
    const { update = {} } = await eks.describeUpdate({ name, updateId });
    const problem = (update.errors ?? []).map(({ errorCode, errorMessage }) => `${errorCode}: ${errorMessage}`);
    return { id: updateId, status: update.status ?? "InProgress", problem: problem.join("; ") };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
