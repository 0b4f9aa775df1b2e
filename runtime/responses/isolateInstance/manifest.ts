import { createHash } from "node:crypto";
import type { Evidence } from "../../model/call";
import type { KeptSnapshot } from "./custody";
import { custodyCalls } from "./planCustody";
import type { InstanceState } from "./state";

/**
 * The manifest of the evidence, once every snapshot has come to its end and is locked and copied as config asks: one record for
 * the containment and one for each snapshot, then the hash of the records, each as `record TEXT` with a line end. Notices and
 * exported decisions carry the hash too, so a later change of the journal shows.
 */
export function manifestOf(state: InstanceState): Evidence[] {
  const { custody, containment, id, accountId } = state;
  if (!custody || custody.snapshots.length === 0 || custodyCalls(state).length > 0) return [];
  if (custody.snapshots.some((snapshot) => snapshot.state === "pending")) return [];
  const originals = custody.snapshots.filter(({ copyOf }) => copyOf === undefined);
  const about = `containment ${containment}, instance ${id}, account ${accountId}, Region ${custody.region}`;
  const records = [
    `${about}, begun for finding ${custody.findings[0] ?? "unknown"}`,
    ...originals.map((snapshot) => recordOf(snapshot, custody.snapshots)).sort(),
  ].map((text) => ({ kind: "record", id: text }));
  const hash = createHash("sha256").update(records.map(({ kind, id: text }) => `${kind} ${text}\n`).join(""));
  return [...records, { kind: "manifest", id: `sha256:${hash.digest("hex")}` }];
}

function recordOf(snapshot: KeptSnapshot, all: KeptSnapshot[]): string {
  const copies = all.filter(({ copyOf }) => copyOf === snapshot.id);
  return [
    `snapshot ${snapshot.id} of volume ${snapshot.volume ?? "unknown"}`,
    ...made("CreateSnapshots", snapshot),
    ...copies.map((copy) =>
      [
        `copy ${copy.id} under key ${copy.key ?? "unknown"}`,
        ...made("CopySnapshot", copy),
        ...(copy.users?.length ? [`usable by ${[...copy.users].sort().join(" ")} (ModifySnapshotAttribute)`] : []),
      ].join(", "),
    ),
  ].join(", ");
}

/** What was made by which call and when, as EC2 tells it. */
function made(call: string, { state, failure, startedAt, completedAt, lock }: KeptSnapshot): string[] {
  return [
    `begun ${startedAt ?? "at an unknown time"} (${call})`,
    state === "error" ? `failed: ${failure ?? "error"}` : `complete${completedAt ? ` ${completedAt}` : ""}`,
    ...(lock ? [`locked in ${lock.mode} mode${lock.until ? ` until ${lock.until}` : ""} (LockSnapshot)`] : []),
  ];
}
