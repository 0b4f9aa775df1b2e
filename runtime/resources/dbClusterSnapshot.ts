import { isSnapshotName, writeRdsTag } from "./rds";
import type { ResourceType } from "./resourceType";
import type { TagClients } from "./tagClients";
import { tagRecord } from "./tagRecord";

const arns = ["arn:{partition}:rds:{region}:{account}:cluster-snapshot:{target}"];

/**
 * A snapshot of a database cluster: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html.
 * Those of Amazon DocumentDB and Amazon Neptune are such snapshots too: they have the same names, ARNs and actions
 * (https://docs.aws.amazon.com/config/latest/developerguide/docdb-cluster-snapshot-public-prohibited.html,
 * https://docs.aws.amazon.com/config/latest/developerguide/neptune-cluster-snapshot-public-prohibited.html).
 */
export const dbClusterSnapshot: ResourceType = {
  kind: "rds-cluster-snapshot",
  noun: "database cluster snapshot",
  names: { guardDuty: [], config: ["AWS::RDS::DBClusterSnapshot"], asff: ["AwsRdsDbClusterSnapshot"] },
  inArn: "rds:cluster-snapshot:",
  // Some findings of Security Hub have this form.
  otherInArn: "rds:dbclustersnapshot:",
  isId: isSnapshotName,
  idForm: "the name of a database cluster snapshot",
  example: "ledger-before-upgrade",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:rds:${region}:${accountId}:cluster-snapshot:${id}`,
  consolePage: () => ["rds", "snapshots-list:"],
  tags: {
    clients: ["rds"],
    reading: { sid: "ReadClusterSnapshots", actions: ["rds:DescribeDBClusterSnapshots"], resources: arns },
    writing: {
      sid: "TagClusterSnapshots",
      actions: ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
      resources: arns,
    },
    async read({ rds }, { id }) {
      const found = await describeDbClusterSnapshot(rds!, id);
      return found && { tags: tagRecord(found.TagList) };
    },
    write: writeRdsTag,
  },
};

/** A snapshot by its name: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html */
export async function describeDbClusterSnapshot(rds: NonNullable<TagClients["rds"]>, id: string) {
  return (await rds.describeDBClusterSnapshots({ DBClusterSnapshotIdentifier: id })).DBClusterSnapshots?.[0];
}
