import type { EC2, Snapshot } from "@aws-sdk/client-ec2";
import type { ReadContext } from "../../model/response";
import { tagRecord } from "../../resources/tagRecord";
import { copyTag } from "./custody";
import { readCustody } from "./readCustody";
import { containmentTag, type InstanceState } from "./state";

type Snapshots = Pick<InstanceState, "snapshots" | "failedSnapshots" | "pendingSnapshots">;
type Context = ReadContext<InstanceState>;

/** The snapshots of this containment, and what became of them as far as config asks for it. */
export async function readEvidence(
  ec2: EC2,
  region: string,
  context: Context,
): Promise<Snapshots & Pick<InstanceState, "custody">> {
  const described = isAsked(context) ? await describe(ec2, context) : undefined;
  const found = described ? snapshotsIn(described, context) : snapshotsSoFar(context);
  const custody = await readCustody(ec2, { context, region, found }, described);
  return { ...found, ...(custody && { custody }) };
}

/**
 * Whether EC2 is asked. A run that continues the work of another looks for snapshots that were created but not recorded, and follows
 * the copies that it makes; a first run knows that there are none, and that its own are not complete yet.
 */
function isAsked({ previous, stale, evidence, continued }: Context): boolean {
  if (previous?.custody && continued) return true;
  const noted = evidence.some((item) => item.kind === "snapshot");
  // Created, but the answer was lost: the tag identifies it.
  const wasRead = previous !== undefined && !(previous.unread ?? []).includes("snapshots");
  const isLost = wasRead && stale.includes("snapshots") && !noted;
  return (continued || isLost) && (previous?.snapshots ?? []).length === 0;
}

async function describe(ec2: EC2, { containment }: Context): Promise<Snapshot[]> {
  const Filters = [{ Name: `tag:${containmentTag}`, Values: [containment] }];
  return (await ec2.describeSnapshots({ Filters, OwnerIds: ["self"] })).Snapshots ?? [];
}

const notedIn = ({ evidence }: Context) => evidence.filter((item) => item.kind === "snapshot").map((item) => item.id);

function snapshotsSoFar(context: Context): Snapshots {
  const { previous } = context;
  const known = previous?.snapshots ?? [];
  const snapshots = [...new Set([...known, ...notedIn(context)])];
  const fresh = snapshots.filter((id) => !known.includes(id));
  const pendingSnapshots = [...(previous?.pendingSnapshots ?? []), ...fresh];
  return { snapshots, failedSnapshots: previous?.failedSnapshots ?? [], pendingSnapshots };
}

/**
 * A snapshot may fail long after it was accepted, for example because its key is missing, so a later run checks again
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html).
 */
function snapshotsIn(described: Snapshot[], context: Context): Snapshots {
  const own = described.filter(({ Tags }) => !(copyTag in tagRecord(Tags)));
  const inState = (state: string) => own.filter(({ State }) => State === state);
  return {
    // A snapshot that was deleted later was still taken.
    snapshots: [...new Set([...notedIn(context), ...own.map(({ SnapshotId }) => SnapshotId!)])],
    failedSnapshots: inState("error").map(({ SnapshotId, StateMessage }) => ({
      id: SnapshotId!,
      reason: StateMessage ?? "error",
    })),
    pendingSnapshots: inState("pending").map(({ SnapshotId }) => SnapshotId!),
  };
}
