import type { Target } from "../model/target";
import { isRdsName, writeRdsTag } from "./rds";
import type { ResourceType } from "./resourceType";
import type { TagClients } from "./tagClients";
import { tagRecord } from "./tagRecord";

/** The resource id of a database, which is never reused. AWS Config identifies databases by it. */
const isResourceId = (text: string) => /^db-[A-Z0-9]+$/.test(text);

const byResourceId = {
  actions: ["rds:DescribeDBInstances"],
  resources: ["*"],
  why: "a database is looked up by its resource id, which is not in its ARN",
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html */
export const database: ResourceType = {
  kind: "rds-instance",
  noun: "database",
  names: { guardDuty: ["RDSDBInstance"], config: ["AWS::RDS::DBInstance"], asff: ["AwsRdsDbInstance"] },
  inArn: "rds:db:",
  isId: isRdsName,
  idForm: "the identifier of a database",
  example: "db-ABCDEFGHIJKL0123456789MNOP",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:rds:${region}:${accountId}:db:${id}`,
  // Another database can reuse a name, and Config's findings do not have it.
  grantedBy: {
    isId: (text) => /^db-[A-Z0-9]{10,40}$/.test(text),
    idForm: "the resource id of a database, such as db-ABCDEFGHIJKL0123456789MNOP",
  },
  consolePage: (id) => ["rds", `database:id=${id};is-cluster=false`],
  inGuardDuty: { details: "rdsDbInstanceDetails", id: "dbInstanceIdentifier" },
  tags: {
    clients: ["rds"],
    reading: { sid: "ReadDatabases", ...byResourceId },
    writing: {
      sid: "TagDatabases",
      actions: ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
      resources: ["arn:{partition}:rds:{region}:{account}:db:{target}"],
    },
    async read({ rds }, { id }) {
      const found = await describeDatabase(rds!, id);
      if (!found) return undefined;
      const { DBInstanceIdentifier: name, DBInstanceArn: arn, DbiResourceId: resourceId } = found;
      return {
        tags: tagRecord(found.TagList),
        ...(name && { name }),
        ...(arn && { arn }),
        ...(resourceId && { resourceId }),
      };
    },
    write: writeRdsTag,
  },
  // A database keeps its resource id as its identity, because its name may be reused, and gets its name in addition.
  lookUp: {
    permission: { sid: "ResolveDatabases", ...byResourceId, phase: "resolve" },
    isNeeded: ({ id, name }) => name === undefined && isResourceId(id),
    async find({ rds }, target: Target) {
      const name = (await describeDatabase(rds!, target.id))?.DBInstanceIdentifier;
      if (name !== undefined) return { ...target, name };
      return `no database in ${target.region} of account ${target.accountId} has the id ${target.id}: it no longer exists`;
    },
  },
};

/**
 * A database by its identifier or its resource id; undefined if there is none. Identifiers have no capitals, and may begin with
 * db- too: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
 */
export async function describeDatabase(rds: NonNullable<TagClients["rds"]>, id: string) {
  const Filters = [{ Name: isResourceId(id) ? "dbi-resource-id" : "db-instance-id", Values: [id] }];
  return (await rds.describeDBInstances({ Filters })).DBInstances?.[0];
}
