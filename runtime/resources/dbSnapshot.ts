import { isSnapshotName, writeRdsTag } from "./rds";
import type { ResourceType } from "./resourceType";
import type { TagClients } from "./tagClients";
import { tagRecord } from "./tagRecord";

const arns = ["arn:{partition}:rds:{region}:{account}:snapshot:{target}"];

/** A snapshot of a database: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html */
export const dbSnapshot: ResourceType = {
  kind: "rds-snapshot",
  noun: "database snapshot",
  names: { guardDuty: [], config: ["AWS::RDS::DBSnapshot"], asff: ["AwsRdsDbSnapshot"] },
  inArn: "rds:snapshot:",
  isId: isSnapshotName,
  idForm: "the name of a database snapshot",
  example: "orders-before-upgrade",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:rds:${region}:${accountId}:snapshot:${id}`,
  consolePage: () => ["rds", "snapshots-list:"],
  tags: {
    clients: ["rds"],
    reading: { sid: "ReadDatabaseSnapshots", actions: ["rds:DescribeDBSnapshots"], resources: arns },
    writing: {
      sid: "TagDatabaseSnapshots",
      actions: ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
      resources: arns,
    },
    async read({ rds }, { id }) {
      const found = await describeDbSnapshot(rds!, id);
      return found && { tags: tagRecord(found.TagList) };
    },
    write: writeRdsTag,
  },
};

/** A snapshot by its name: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html */
export async function describeDbSnapshot(rds: NonNullable<TagClients["rds"]>, id: string) {
  return (await rds.describeDBSnapshots({ DBSnapshotIdentifier: id })).DBSnapshots?.[0];
}
