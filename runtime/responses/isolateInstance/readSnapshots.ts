import type { EC2 } from "@aws-sdk/client-ec2";
import type { ReadContext } from "../../model/response";
import { containmentTag, type InstanceState } from "./state";

type Snapshots = Pick<InstanceState, "snapshots" | "failedSnapshots" | "pendingSnapshots">;

/**
 * The snapshots of this containment. A run that continues the work of another looks for snapshots that were created but not
 * recorded; a first run knows that there are none, and that its own are not complete yet. A snapshot may fail long after it was
 * accepted, for example because its key is missing, so a later run checks again
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html).
 */
export async function readSnapshots(ec2: EC2, context: ReadContext<InstanceState>): Promise<Snapshots> {
  const { previous, evidence, continued, containment } = context;
  const noted = evidence.filter((item) => item.kind === "snapshot").map((item) => item.id);
  const known = previous?.snapshots ?? [];
  // Created, but the answer was lost: the tag identifies it.
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
    // A snapshot that was deleted later was still taken.
    snapshots: [...new Set([...noted, ...Snapshots.map(({ SnapshotId }) => SnapshotId!)])],
    failedSnapshots: inState("error").map(({ SnapshotId, StateMessage }) => ({
      id: SnapshotId!,
      reason: StateMessage ?? "error",
    })),
    pendingSnapshots: inState("pending").map(({ SnapshotId }) => SnapshotId!),
  };
}
