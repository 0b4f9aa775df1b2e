import type { Target } from "../model/target";
import { isRdsName, writeRdsTag } from "./rds";
import type { ResourceType } from "./resourceType";
import type { TagClients } from "./tagClients";
import { tagRecord } from "./tagRecord";

/** The resource id of a cluster, which is never reused. AWS Config identifies clusters by it. */
const isResourceId = (text: string) => /^cluster-[A-Z0-9]+$/.test(text);

const byResourceId = {
  actions: ["rds:DescribeDBClusters"],
  resources: ["*"],
  why: "a database cluster is looked up by its resource id, which is not in its ARN",
};

/**
 * An Aurora cluster or a Multi-AZ DB cluster, with all its instances:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html. GuardDuty names the cluster of
 * an Aurora Limitless database: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_RdsLimitlessDbDetails.html
 */
export const dbCluster: ResourceType = {
  kind: "rds-cluster",
  memberKind: "rds-instance",
  noun: "database cluster",
  names: { guardDuty: ["RDSLimitlessDB"], config: ["AWS::RDS::DBCluster"], asff: ["AwsRdsDbCluster"] },
  inArn: "rds:cluster:",
  isId: isRdsName,
  idForm: "the identifier of a database cluster",
  example: "cluster-ABCDEFGHIJKL0123456789MNOP",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:rds:${region}:${accountId}:cluster:${id}`,
  // Another cluster can reuse a name.
  grantedBy: {
    isId: (text) => /^cluster-[A-Z0-9]{10,40}$/.test(text),
    idForm: "the resource id of a database cluster, such as cluster-ABCDEFGHIJKL0123456789MNOP",
  },
  consolePage: (id) => ["rds", `database:id=${id};is-cluster=true`],
  inGuardDuty: { details: "rdsLimitlessDbDetails", id: "dbClusterIdentifier" },
  tags: {
    clients: ["rds"],
    reading: { sid: "ReadDatabaseClusters", ...byResourceId },
    writing: {
      sid: "TagDatabaseClusters",
      actions: ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
      resources: ["arn:{partition}:rds:{region}:{account}:cluster:{target}"],
    },
    async read({ rds }, { id }) {
      const found = await describeCluster(rds!, id);
      if (!found) return undefined;
      const { DBClusterIdentifier: name, DBClusterArn: arn, DbClusterResourceId: resourceId } = found;
      return {
        tags: tagRecord(found.TagList),
        ...(name && { name }),
        ...(arn && { arn }),
        ...(resourceId && { resourceId }),
      };
    },
    write: writeRdsTag,
  },
  // A cluster keeps its resource id as its identity, because its name may be reused, and gets its name in addition.
  lookUp: {
    permission: { sid: "ResolveDatabaseClusters", ...byResourceId, phase: "resolve" },
    isNeeded: ({ id, name }) => name === undefined && isResourceId(id),
    async find({ rds }, target: Target) {
      const name = (await describeCluster(rds!, target.id))?.DBClusterIdentifier;
      if (name !== undefined) return { ...target, name };
      return `no database cluster in ${target.region} of account ${target.accountId} has the id ${target.id}: it no longer exists`;
    },
  },
};

/**
 * A cluster by its identifier or its resource id; undefined if there is none:
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html
 */
export async function describeCluster(rds: NonNullable<TagClients["rds"]>, id: string) {
  const Filters = [{ Name: isResourceId(id) ? "db-cluster-resource-id" : "db-cluster-id", Values: [id] }];
  return (await rds.describeDBClusters({ Filters })).DBClusters?.[0];
}
