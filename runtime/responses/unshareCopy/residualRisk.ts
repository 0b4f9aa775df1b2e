import { inShort } from "../../lib/inShort";
import { staying } from "./plan";
import type { CopyState, UnshareSettings } from "./state";

/** What the containment leaves, one sentence each. */
export function residualRisk(state: CopyState, settings: UnshareSettings): string[] {
  return [...copies(state), ...kept(state, settings), ...key(state), ...block(state, settings)];
}

/**
 * What others made of it. EC2 reports the use of a shared snapshot in the owner's CloudTrail
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html), and when an AMI was last launched
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImageAttribute.html).
 */
function copies({ kind, snapshots }: CopyState): string[] {
  if (kind === "ebs-snapshot") {
    return [
      "copies and volumes that others made of it before are beyond reach: look for SharedSnapshotCopyInitiated and SharedSnapshotVolumeCreated in CloudTrail of this account",
    ];
  }
  if (kind === "ami") {
    return [
      "instances that others started from it go on, and copies that they made are beyond reach: its attribute lastLaunchedTime shows the last launch, with a delay of up to 24 hours",
      ...(snapshots.length > 0
        ? [`its snapshots have grants of their own, which were not changed: check ${inShort(snapshots)}`]
        : []),
    ];
  }
  return ["copies and databases that others made of it before are beyond reach: replace the secrets in its data"];
}

function kept(state: CopyState, settings: UnshareSettings): string[] {
  const grants = staying(state, settings);
  return grants.length > 0 ? [`it is still shared with ${inShort(grants)}, which may have it by config`] : [];
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/share-kms-key.html */
const key = ({ kmsKey }: CopyState): string[] =>
  kmsKey
    ? [`the policy and the grants of its key ${kmsKey} may still allow those with whom it was shared: check them`]
    : [];

function block({ kind, blocked, region }: CopyState, { blockPublicAccess }: UnshareSettings): string[] {
  if (blocked !== false || blockPublicAccess) return [];
  const what = kind === "ami" ? "AMIs" : "snapshots";
  return [`${what} of this account can be made public again: block public access for ${what} is off in ${region}`];
}
