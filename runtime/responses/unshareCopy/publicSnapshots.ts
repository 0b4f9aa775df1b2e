import type { EC2 } from "@aws-sdk/client-ec2";
import { pages } from "../../aws/pages";
import type { Finding } from "../../model/finding";
import type { Target } from "../../model/target";
import { ebsSnapshot } from "../../resources/ebsSnapshot";
import { targetOf } from "../../resources/targets";

/**
 * The public snapshots of an account in the Region of a finding, as targets: the rule and the control evaluate the account and do
 * not say which snapshots are public (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html).
 */
export async function publicSnapshots({ ec2 }: { ec2: EC2 }, finding: Finding): Promise<Target[] | string> {
  const found = await pages(
    (NextToken) =>
      ec2.describeSnapshots({ OwnerIds: ["self"], RestorableByUserIds: ["all"], MaxResults: 1000, NextToken }),
    (page) => page.Snapshots,
    (page) => page.NextToken,
  );
  if (found.length > 0) return found.map(({ SnapshotId }) => targetOf(ebsSnapshot.kind, finding, SnapshotId!));
  return `account ${finding.accountId} has no public snapshot in ${finding.region} any more`;
}
