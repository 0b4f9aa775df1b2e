import type { EC2, Snapshot } from "@aws-sdk/client-ec2";
import type { Call } from "../../model/call";
import type { ReadContext } from "../../model/response";
import { tagRecord } from "../../resources/tagRecord";
import { type Custody, copyTag, type KeptSnapshot } from "./custody";
import type { InstanceState, IsolationSettings } from "./state";

type Context = ReadContext<InstanceState>;
type Found = Pick<InstanceState, "snapshots" | "pendingSnapshots" | "failedSnapshots">;

/**
 * The locks, the copies and their users, if config asks for any. The run that makes the snapshots knows that they are pending and
 * have no copies; a later one reads all from EC2. What AWS has just confirmed counts even if a reading does not show it yet.
 *
 * @param described what DescribeSnapshots returned with the tag of the containment; undefined if it was not asked
 */
export async function readCustody(
  ec2: EC2,
  { context, region, found }: { context: Context; region: string; found: Found },
  described: Snapshot[] | undefined,
): Promise<Custody | undefined> {
  const { lockSnapshots: lock, forensics } = (context.settings ?? {}) as Partial<IsolationSettings>;
  if (context.priorState !== undefined || (!lock && !forensics)) return undefined;
  const asked = { ...(lock && { lock }), ...(forensics && { forensics }) };
  const confirmed = context.confirmed ?? [];
  const kept = described ? [...described.map(asKept), ...notShown(described, context)] : found.snapshots.map(asPending);
  const shown = described ? kept : [];
  const [locks, users] = await Promise.all([readLocks(ec2, lock ? shown : []), readUsers(ec2, forensics ? shown : [])]);
  const wasLocked = (id: string) => context.evidence.some((item) => item.kind === "lock" && item.id === id);
  const snapshots = kept.map((snapshot) => {
    const { id } = snapshot;
    const locked = locks[id] ?? (lock && isConfirmed(confirmed, "LockSnapshot", id) ? { mode: lock.mode } : undefined);
    const shared = isConfirmed(confirmed, "ModifySnapshotAttribute", id) ? [forensics!.account] : [];
    const usedBy = [...new Set([...(users[id] ?? []), ...shared])];
    return {
      ...snapshot,
      ...(locked && { lock: locked }),
      ...(wasLocked(id) && { wasLocked: true }),
      ...(usedBy.length > 0 && { users: usedBy }),
    };
  });
  return { ...asked, region, findings: context.findings ?? [], snapshots };
}

const asPending = (id: string): KeptSnapshot => ({ id, state: "pending" });

function asKept(snapshot: Snapshot): KeptSnapshot {
  const { SnapshotId, State, StateMessage, VolumeId, StartTime, CompletionTime, KmsKeyId, Tags } = snapshot;
  const copyOf = tagRecord(Tags)[copyTag];
  return {
    id: SnapshotId!,
    state: State ?? "pending",
    ...(State === "error" && StateMessage && { failure: StateMessage }),
    ...(VolumeId && { volume: VolumeId }),
    ...(StartTime && { startedAt: StartTime.toISOString() }),
    ...(CompletionTime && { completedAt: CompletionTime.toISOString() }),
    ...(KmsKeyId && { key: KmsKeyId }),
    ...(copyOf && { copyOf }),
  };
}

const isConfirmed = (confirmed: Call[], operation: string, id: string) =>
  confirmed.some((call) => call.operation === operation && call.input["SnapshotId"] === id);

/** The copies that this run made and that EC2 does not show yet. */
function notShown(described: Snapshot[], { confirmed = [], evidence }: Context): KeptSnapshot[] {
  return confirmed.flatMap(({ operation, input }) => {
    if (operation !== "CopySnapshot") return [];
    const copyOf = String(input["SourceSnapshotId"]);
    const ids = evidence.filter(({ kind, id }) => kind === "copy" && id.endsWith(` of ${copyOf}`));
    const id = ids.at(-1)?.id.split(" ")[0];
    return id && !described.some(({ SnapshotId }) => SnapshotId === id) ? [{ ...asPending(id), copyOf }] : [];
  });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLockedSnapshots.html */
async function readLocks(ec2: EC2, kept: KeptSnapshot[]): Promise<Record<string, KeptSnapshot["lock"]>> {
  if (kept.length === 0) return {};
  const { Snapshots = [] } = await ec2.describeLockedSnapshots({ SnapshotIds: kept.map(({ id }) => id) });
  return Object.fromEntries(
    Snapshots.map(({ SnapshotId, LockState, LockExpiresOn }) => {
      const mode = (LockState ?? "expired").replace("-cooloff", "");
      return [SnapshotId!, { mode, ...(LockExpiresOn && { until: LockExpiresOn.toISOString() }) }];
    }),
  );
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html */
async function readUsers(ec2: EC2, kept: KeptSnapshot[]): Promise<Record<string, string[]>> {
  const copies = kept.filter(({ copyOf, state }) => copyOf !== undefined && state === "completed");
  const Attribute = "createVolumePermission" as const;
  const read = copies.map(async ({ id }) => {
    const { CreateVolumePermissions = [] } = await ec2.describeSnapshotAttribute({ SnapshotId: id, Attribute });
    return [id, CreateVolumePermissions.flatMap(({ UserId }) => UserId ?? [])] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
