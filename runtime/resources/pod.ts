import { clusterTagging, clusterTags, eksCluster, writeClusterTag } from "./cluster";
import type { ResourceType } from "./resourceType";

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html, https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const form =
  /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}\/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** The cluster, namespace and name of a pod. */
export function podParts(id: string): { cluster: string; namespace: string; name: string } {
  const [cluster = "", namespace = "", name = ""] = id.split("/");
  return { cluster, namespace, name };
}

/**
 * A pod of EKS. AWS has no ARN for one; this has the form of other things in a cluster, such as podidentityassociation/CLUSTER/ID.
 * It has no tags of AWS either: those of its cluster count, so an exception is for every pod of the cluster.
 */
export const eksPod: ResourceType = {
  kind: "eks-pod",
  noun: "pod",
  // Security Hub and AWS Config name clusters, and no pods.
  names: { guardDuty: ["EKSCluster"], config: [], asff: [] },
  inArn: "eks:pod/",
  isId: (text) => form.test(text),
  idForm: "CLUSTER/NAMESPACE/NAME of a pod",
  example: "shop/checkout/cart-7d9f8",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:eks:${region}:${accountId}:pod/${id}`,
  consolePage: (id) => ["eks", `/clusters/${podParts(id).cluster}`],
  tags: {
    ...clusterTagging,
    read: ({ eks }, { id }) => clusterTags(eks!, podParts(id).cluster),
    write: (clients, target, change) =>
      writeClusterTag(clients, { ...change, arn: eksCluster.arn(target, podParts(target.id).cluster) }),
  },
};
