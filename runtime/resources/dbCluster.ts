import { isRdsId, rdsIdentity } from "./rds";
import type { ResourceType } from "./resourceType";
import type { TagClients } from "./tagClients";

const prefix = "cluster";

/**
 * An Aurora cluster or a Multi-AZ DB cluster, with all its instances. GuardDuty names the cluster of an Aurora Limitless database:
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_RdsLimitlessDbDetails.html
 */
export const dbCluster: ResourceType = {
  kind: "rds-cluster",
  memberKind: "rds-instance",
  names: { guardDuty: ["RDSLimitlessDB"], config: ["AWS::RDS::DBCluster"], asff: ["AwsRdsDbCluster"] },
  consolePage: (id) => ["rds", `database:id=${id};is-cluster=true`],
  inGuardDuty: { details: "rdsLimitlessDbDetails", id: "dbClusterIdentifier" },
  ...rdsIdentity({
    noun: "database cluster",
    plural: "DatabaseClusters",
    inArn: "cluster",
    prefix,
    example: "cluster-ABCDEFGHIJKL0123456789MNOP",
    action: "rds:DescribeDBClusters",
    async describe(rds, id) {
      const found = await describeCluster(rds, id);
      if (!found) return undefined;
      const { DBClusterIdentifier: name, DBClusterArn: arn, DbClusterResourceId: resourceId, TagList: tags } = found;
      return { name, arn, resourceId, tags };
    },
  }),
};

/**
 * A cluster by its identifier or its resource id; undefined if there is none:
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html
 */
export async function describeCluster(rds: NonNullable<TagClients["rds"]>, id: string) {
  const Filters = [{ Name: isRdsId(prefix, id) ? "db-cluster-resource-id" : "db-cluster-id", Values: [id] }];
  return (await rds.describeDBClusters({ Filters })).DBClusters?.[0];
}
