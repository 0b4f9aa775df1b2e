import { answered, ec2Tags } from "./ec2";
import type { ResourceType } from "./resourceType";
import { tagRecord } from "./tagRecord";

/**
 * A snapshot of a volume. Its ARN has no account. AWS Config does not record snapshots, and ASFF has no type for them; IAM Access
 * Analyzer names them as below
 * (https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_InternalAccessAnalysisRuleCriteria.html).
 */
export const ebsSnapshot: ResourceType = {
  kind: "ebs-snapshot",
  noun: "snapshot",
  names: { guardDuty: [], config: ["AWS::EC2::Snapshot"], asff: [] },
  inArn: "ec2:snapshot/",
  isId: (text) => /^snap-[0-9a-f]{8,17}$/.test(text),
  idForm: "a snapshot id such as snap-0123456789abcdef0",
  example: "snap-0123456789abcdef0",
  arn: ({ partition, region }, id) => `arn:${partition}:ec2:${region}::snapshot/${id}`,
  consolePage: (id) => ["ec2", `SnapshotDetails:snapshotId=${id}`],
  tags: {
    ...ec2Tags("Snapshots", "ec2:DescribeSnapshots", "snapshot"),
    /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html: those of others are visible too */
    async read({ ec2 }, { id, accountId }) {
      const { Snapshots } = await ec2!.describeSnapshots({ SnapshotIds: [id] });
      const { Tags, OwnerId } = answered(Snapshots?.[0], id);
      return OwnerId === accountId ? { tags: tagRecord(Tags) } : undefined;
    },
  },
};
