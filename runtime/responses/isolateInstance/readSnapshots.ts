import type { EC2 } from "@aws-sdk/client-ec2";
import type { ReadContext } from "../../model/response";
import { containmentTag, type InstanceState } from "./state";

type Snapshots = Pick<InstanceState, "snapshots" | "failedSnapshots" | "pendingSnapshots">;

/**
 * The snapshots of this containment. A run that goes on with another one's work looks for snapshots that were made but
 * not written down; a fresh one knows that there are none, and that what it made itself is not complete yet. A snapshot may
 * fail long after it was accepted, for example for want of its key, so a later run looks again
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html).
 */
export async function readSnapshots(ec2: EC2, context: ReadContext<InstanceState>): Promise<Snapshots> {
  const { previous, evidence, continued, containment } = context;
  const noted = evidence.filter((item) => item.kind === "snapshot").map((item) => item.id);
  const known = previous?.snapshots ?? [];
  // Made, but the answer was lost: the tag tells.
  const wasRead = previous !== undefined && !(previous.unread ?? []).includes("snapshots");
  const isLost = wasRead && context.stale.includes("snapshots") && noted.length === 0;
  if ((!continued && !isLost) || known.length > 0) {
    const snapshots = [...new Set([...known, ...noted])];
    const fresh = snapshots.filter((id) => !known.includes(id));
    const pendingSnapshots = [...(previous?.pendingSnapshots ?? []), ...fresh];
    return { snapshots, failedSnapshots: previous?.failedSnapshots ?? [], pendingSnapshots };
  }
  const Filters = [{ Name: `tag:${containmentTag}`, Values: [containment] }];
  const { Snapshots = [] } = await ec2.describeSnapshots({ Filters, OwnerIds: ["self"] });
  const inState = (state: string) => Snapshots.filter(({ State }) => State === state);
  return {
    // One that was deleted meanwhile was taken all the same.
    snapshots: [...new Set([...noted, ...Snapshots.map(({ SnapshotId }) => SnapshotId!)])],
    failedSnapshots: inState("error").map(({ SnapshotId, StateMessage }) => ({
      id: SnapshotId!,
      reason: StateMessage ?? "error",
    })),
    pendingSnapshots: inState("pending").map(({ SnapshotId }) => SnapshotId!),
  };
}
