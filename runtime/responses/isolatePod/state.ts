import type { Acl } from "../../aws/wall/acls";
import type { Walled } from "../../aws/wall/entries";
import type { Port } from "../../aws/wall/paths";

/** The label of a contained pod, with the containment's id as value. The NetworkPolicy has it too, and selects by it. */
export const labelKey = "firebreak/containment";

/** The kinds of evidence that name what was made in the cluster. */
export const policyKind = "network-policy";
export const cordonKind = "cordoned-node";

/** A part that AWS or the cluster refused to show. */
export interface RefusedPart {
  part: string;
  why: string;
}

/** The pod as its cluster shows it. */
export interface PodSeen {
  uid: string;
  labels: Record<string, string>;
  /** Empty until it has an address of its own, and for one with the addresses of its node. */
  addresses: string[];
  hostNetwork: boolean;
  node?: string;
  /** The node is a micro virtual machine of Fargate, with this pod alone. */
  fargate: boolean;
  serviceAccount?: string;
  /** What made it, and would replace it: `ReplicaSet cart-7d9f8`. */
  owner?: string;
}

/** The NetworkPolicy of this containment. */
export interface OwnPolicy {
  uid: string;
  /** Whether it is exactly the one that this response makes. */
  exact: boolean;
}

/** The node of the pod. */
export interface NodeSeen {
  name: string;
  unschedulable: boolean;
  /** Whether it has this containment's label, so that its cordon is ours. */
  marked: boolean;
}

/** Everything that isolation reads, as one plain object. */
export interface PodState extends Pick<Walled, "wall"> {
  /** CLUSTER/NAMESPACE/NAME */
  id: string;
  accountId: string;
  /** Those of the cluster. */
  tags: Record<string, string>;
  /** The containment, which marks what belongs to it. */
  mark: string;
  /** Why the cluster's API cannot be used. Then nothing else is known. */
  noAccess?: string;
  pod?: PodSeen;
  policy?: OwnPolicy;
  /** Other policies of the namespace that select the pod and allow some traffic: policies only ever add up. */
  allowing: string[];
  node?: NodeSeen;
  /** The pod's addresses as EC2 knows them: the wall stands in the ACLs of other subnets than theirs. */
  interfaces: Port[];
  /** Addresses in no subnet of the cluster's VPC, such as those of an overlay network. */
  outside: string[];
  /** The network ACLs of the VPC, and those with entries of the wall. */
  acls: Acl[];
  refused: RefusedPart[];
}

/** What a release has to know. */
export interface PodPriorState {
  /** The pod; another one may get its name. */
  uid?: string;
  /** The value that the label had, or null. */
  label?: string | null;
  node?: { name: string; unschedulable: boolean };
}

/** The settings of isolate-pod. */
export interface PodSettings {
  networkAcls: boolean;
  enforcingClusters: string[];
  cordonNode: boolean;
}
