import type { Target } from "../model/target";
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
  // Resource ids too.
  isId: (text) => /^[A-Za-z][A-Za-z0-9-]{0,62}$/.test(text),
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
      const found = await describe(rds!, id);
      if (!found) return undefined;
      const { DBInstanceIdentifier: name, DBInstanceArn: arn, DbiResourceId: resourceId } = found;
      return {
        tags: tagRecord(found.TagList),
        ...(name && { name }),
        ...(arn && { arn }),
        ...(resourceId && { resourceId }),
      };
    },
    async write({ rds }, _, { key, value, arn }) {
      if (value === undefined) await rds!.removeTagsFromResource({ ResourceName: arn, TagKeys: [key] });
      else await rds!.addTagsToResource({ ResourceName: arn, Tags: [{ Key: key, Value: value }] });
    },
  },
  // A database keeps its resource id as its identity, because its name may be reused, and gets its name in addition.
  lookUp: {
    permission: { sid: "ResolveDatabases", ...byResourceId, phase: "resolve" },
    isNeeded: ({ id, name }) => name === undefined && isResourceId(id),
    async find({ rds }, target: Target) {
      const name = (await describe(rds!, target.id))?.DBInstanceIdentifier;
      if (name !== undefined) return { ...target, name };
      return `no database in ${target.region} of account ${target.accountId} has the id ${target.id}: it no longer exists`;
    },
  },
};

/** Identifiers have no capitals, and may begin with db- too: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
async function describe(rds: NonNullable<TagClients["rds"]>, id: string) {
  const Filters = [{ Name: isResourceId(id) ? "dbi-resource-id" : "db-instance-id", Values: [id] }];
  return (await rds.describeDBInstances({ Filters })).DBInstances?.[0];
}
