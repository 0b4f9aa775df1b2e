import type { Cluster, EKS } from "@aws-sdk/client-eks";
import { isMissing } from "../lib/errors";
import type { ResourceType, TagAccess, TagChange } from "./resourceType";
import type { TagClients, TaggedResource } from "./tagClients";

const arns = ["arn:{partition}:eks:{region}:{account}:cluster/{cluster}"];

/** The rights to read and write the tags of clusters, which count for pods too. */
export const clusterTagging: Pick<TagAccess, "clients" | "reading" | "writing"> = {
  clients: ["eks"],
  reading: { sid: "ReadClusters", actions: ["eks:DescribeCluster"], resources: arns },
  writing: { sid: "TagClusters", actions: ["eks:TagResource", "eks:UntagResource"], resources: arns },
};

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
const form = /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/;

/** A cluster of EKS. Its tags count for its pods too, see `eksPod`. */
export const eksCluster: ResourceType = {
  kind: "eks-cluster",
  noun: "cluster of EKS",
  names: { guardDuty: ["EKSCluster"], config: ["AWS::EKS::Cluster"], asff: ["AwsEksCluster"] },
  inArn: "eks:cluster/",
  isId: (text) => form.test(text),
  idForm: "the name of a cluster of EKS",
  example: "shop",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:eks:${region}:${accountId}:cluster/${id}`,
  consolePage: (id) => ["eks", `/clusters/${id}`],
  tags: {
    ...clusterTagging,
    read: ({ eks }, { id }) => clusterTags(eks!, id),
    write: (clients, _, change) => writeClusterTag(clients, change),
  },
};

/** The tags of a cluster by its name; undefined if there is none. */
export async function clusterTags(eks: EKS, name: string): Promise<TaggedResource | undefined> {
  const found = await describeCluster(eks, name);
  return found && { tags: found.tags ?? {} };
}

/** Sets or removes a tag of a cluster: https://docs.aws.amazon.com/eks/latest/APIReference/API_TagResource.html */
export async function writeClusterTag({ eks }: TagClients, { key, value, arn }: TagChange): Promise<void> {
  if (value === undefined) await eks!.untagResource({ resourceArn: arn, tagKeys: [key] });
  else await eks!.tagResource({ resourceArn: arn, tags: { [key]: value } });
}

/** A cluster with its tags; undefined if there is none. @throws what EKS throws otherwise */
export async function describeCluster(eks: EKS, name: string): Promise<Cluster | undefined> {
  try {
    return (await eks.describeCluster({ name })).cluster;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
