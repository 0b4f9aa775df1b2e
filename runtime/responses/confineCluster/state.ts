import type { Cluster } from "@aws-sdk/client-eks";
import { contains } from "../../aws/wall/acls";

/** Who reaches the API of a cluster: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html */
export interface Endpoint {
  publicAccess: boolean;
  privateAccess: boolean;
  /** From where the public endpoint is reached. EKS keeps them while it is closed. */
  cidrs: string[];
}

/** An update that this containment asked for: https://docs.aws.amazon.com/eks/latest/APIReference/API_Update.html */
export interface OwnUpdate {
  id: string;
  status: "InProgress" | "Failed" | "Cancelled" | "Successful";
  /** Why EKS did not apply it. */
  problem: string;
}

/** The cluster as EKS shows it. */
export interface ClusterState extends Endpoint {
  name: string;
  /** Another cluster may get the name. */
  createdAt: string;
  tags: Record<string, string>;
  status: NonNullable<Cluster["status"]>;
  /** The last update of this containment, as far as EKS still knows it. */
  update?: OwnUpdate;
  /** Whether this run has asked for an update: it asks once. */
  asked: boolean;
  /** Whether the endpoint is no longer what it was before this containment. */
  changed: boolean;
  /** What this containment has set the endpoint to, in words. */
  set: string[];
  /** Whether machines outside AWS are nodes of the cluster. */
  hybridNodes: boolean;
  /** The Kubernetes users that the findings name, as the cluster knows them. */
  users: string[];
}

/** What a release gives back. */
export interface ClusterPriorState extends Endpoint {
  createdAt: string;
}

/** The settings of confine-cluster. */
export interface ClusterSettings {
  publicAccessCidrs: string[];
}

/** The kind of evidence that names an update and what it set the endpoint to. */
export const updateKind = "cluster-update";

/** The ranges that reach the endpoint now and are allowed to: never more than before. */
export const limitsOf = (cidrs: string[], allowed: string[]): string[] => [
  ...new Set(
    cidrs.flatMap((now) =>
      allowed.flatMap((range) => (contains(range, now) ? [now] : contains(now, range) ? [range] : [])),
    ),
  ),
];

/** Whether the public endpoint is closed, or reached from the allowed ranges alone. */
export const isConfined = ({ publicAccess, cidrs }: Endpoint, { publicAccessCidrs }: ClusterSettings): boolean =>
  !publicAccess || (cidrs.length > 0 && cidrs.every((now) => publicAccessCidrs.some((range) => contains(range, now))));

/** What containment sets the endpoint to. Nodes reach the API inside the VPC then. */
export function confined({ cidrs }: Endpoint, { publicAccessCidrs }: ClusterSettings): Endpoint {
  const limits = limitsOf(cidrs, publicAccessCidrs);
  return { publicAccess: limits.length > 0, privateAccess: true, cidrs: limits.length > 0 ? limits : cidrs };
}

/** An endpoint in one word, as the journal keeps it and people read it. Without public access its ranges mean nothing. */
export function inWord({ publicAccess, privateAccess, cidrs }: Endpoint): string {
  const within = privateAccess ? "" : "+no-private-access";
  return `${publicAccess ? [...cidrs].sort().join(",") : "closed"}${within}`;
}

/** Whether EKS applies an update, this containment's or another one. It takes one at a time. */
export const isBusy = ({ status, update }: ClusterState): boolean =>
  update?.status === "InProgress" || ["CREATING", "PENDING", "UPDATING"].includes(status);
