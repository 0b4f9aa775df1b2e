import { isRdsId, rdsIdentity } from "./rds";
import type { ResourceType } from "./resourceType";
import type { TagClients } from "./tagClients";

const prefix = "db";

export const database: ResourceType = {
  kind: "rds-instance",
  names: { guardDuty: ["RDSDBInstance"], config: ["AWS::RDS::DBInstance"], asff: ["AwsRdsDbInstance"] },
  consolePage: (id) => ["rds", `database:id=${id};is-cluster=false`],
  inGuardDuty: { details: "rdsDbInstanceDetails", id: "dbInstanceIdentifier" },
  ...rdsIdentity({
    noun: "database",
    plural: "Databases",
    inArn: "db",
    prefix,
    example: "db-ABCDEFGHIJKL0123456789MNOP",
    action: "rds:DescribeDBInstances",
    async describe(rds, id) {
      const found = await describeDatabase(rds, id);
      if (!found) return undefined;
      const { DBInstanceIdentifier: name, DBInstanceArn: arn, DbiResourceId: resourceId, TagList: tags } = found;
      return { name, arn, resourceId, tags };
    },
  }),
};

/**
 * A database by its identifier or its resource id; undefined if there is none. Identifiers have no capitals, and may begin with
 * db- too: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
 */
export async function describeDatabase(rds: NonNullable<TagClients["rds"]>, id: string) {
  const Filters = [{ Name: isRdsId(prefix, id) ? "dbi-resource-id" : "db-instance-id", Values: [id] }];
  return (await rds.describeDBInstances({ Filters })).DBInstances?.[0];
}
