import { EKS } from "@aws-sdk/client-eks";
import { leftToPerson } from "../../model/refusal";
import type { Response } from "../../model/response";
import { typeNames } from "../../resources";
import { eksClusterTarget } from "../../resources/targets";
import { findingTypes } from "./findingTypes";
import { permissions } from "./permissions";
import { evidence, plan } from "./plan";
import { type ClusterClients, read } from "./read";
import { priorState, releasePlan } from "./release";
import { residualRisk } from "./residualRisk";
import type { ClusterPriorState, ClusterSettings, ClusterState } from "./state";

/** Closes the API of a cluster of EKS to the internet, or limits it to the ranges of administrators, and restores who reached it. */
export const confineCluster: Response<ClusterState, ClusterPriorState, ClusterSettings, ClusterClients> = {
  name: "confine-cluster",
  words: { done: "cluster's API closed to the internet", undone: "cluster's API opened again" },
  resourceTypes: typeNames("eks-cluster"),
  kind: "eks-cluster",
  findingTypes,
  customAction: {
    id: "ConfineClusterSH",
    name: "Confine Cluster",
    description: "Firebreak closes the cluster's API to the internet",
  },
  targets({ type, resources, named = [] }) {
    const clusters = resources.filter((resource) => resource.kind === "eks-cluster");
    if (clusters.length === 0) return leftToPerson(`${type} names no cluster of EKS`);
    const user = named.find(({ what }) => what === "Kubernetes user")?.name ?? "";
    // Always set: a hold without details would not count in `wanted`.
    return clusters.map((resource) => ({ ...eksClusterTarget(resource, resource.id), details: { user } }));
  },
  clients: (config) => ({ eks: new EKS(config) }),
  read,
  tags: (state) => state.tags,
  isPartly: ({ publicAccess }) => !publicAccess,
  plan,
  notNeeded({ publicAccess, cidrs }) {
    const inside =
      "the calls came from there: look for compromised pods, nodes and networks that are connected to the VPC";
    return leftToPerson(
      publicAccess
        ? `its public endpoint admits only ${cidrs.join(", ")}, which the settings allow, besides its VPC; ${inside}`
        : `its API is open to its VPC only, so there is nothing to close; ${inside}`,
    );
  },
  residualRisk,
  beyondReach: () => [],
  priorState,
  releasePlan,
  evidence,
  evidenceIn: () => [],
  permissions,
  // https://docs.aws.amazon.com/eks/latest/userguide/logging-using-cloudtrail.html
  undoneBy: { source: "aws.eks", calls: ["UpdateClusterConfig"], shared: [], regional: true },
};
