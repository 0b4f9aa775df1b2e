import type { Call, Evidence } from "../../model/call";
import { type Custody, copyTag, type KeptSnapshot, keyFor } from "./custody";
import { containmentTag, type InstanceState } from "./state";

/** The evidence that a call of this part made. */
export function custodyEvidence({ operation, input }: Call, output: any): Evidence[] {
  if (operation === "LockSnapshot") return [{ kind: "lock", id: String(input["SnapshotId"]) }];
  if (operation !== "CopySnapshot") return [];
  return [copyEvidence({ id: output.SnapshotId, copyOf: String(input["SourceSnapshotId"]) })];
}

/** The copies that were found, as evidence. */
export const copiesIn = ({ custody }: Pick<InstanceState, "custody">): Evidence[] =>
  (custody?.snapshots ?? []).filter(({ copyOf }) => copyOf !== undefined).map(copyEvidence);

const copyEvidence = ({ id, copyOf }: Pick<KeptSnapshot, "id" | "copyOf">): Evidence => ({
  kind: "copy",
  id: `${id} of ${copyOf}`,
});

/**
 * The calls that are missing until every complete snapshot is locked and copied as config asks. A pending snapshot can be locked,
 * but not copied (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html): a later check copies it.
 */
export function custodyCalls({ custody, containment }: Pick<InstanceState, "custody" | "containment">): Call[] {
  if (!custody) return [];
  const usable = custody.snapshots.filter(({ state }) => state !== "error");
  return [
    ...usable.filter(({ lock }) => !lock).flatMap((snapshot) => lockCall(snapshot, custody)),
    ...usable.flatMap((snapshot) => copyCall(snapshot, custody, containment)),
    ...usable.flatMap((snapshot) => shareCall(snapshot, custody)),
  ];
}

/** None of these calls means that others undid the containment: they follow as snapshots get complete. */
const following: Pick<Call, "service" | "changes" | "secondary" | "renews"> = {
  service: "ec2",
  changes: ["snapshots"],
  secondary: true,
  renews: true,
};

function lockCall({ id, wasLocked }: KeptSnapshot, { lock }: Custody): Call[] {
  if (!lock) return [];
  const { mode, days, coolOffHours } = lock;
  const input = { SnapshotId: id, LockMode: mode, LockDuration: days };
  return [
    {
      ...following,
      operation: "LockSnapshot",
      input: { ...input, ...(coolOffHours !== undefined && { CoolOffPeriod: coolOffHours }) },
      reason: `nobody can delete ${id} for ${days} days`,
      renews: !wasLocked,
    },
  ];
}

function copyCall({ id, state, copyOf }: KeptSnapshot, custody: Custody, containment: string): Call[] {
  const key = keyFor(custody);
  const copies = custody.snapshots.filter((other) => other.copyOf === id);
  const isCopied = copies.some((copy) => copy.state === "error" || isUnderKey(copy, custody));
  if (!key || state !== "completed" || copyOf !== undefined || isCopied) return [];
  const Tags = [
    { Key: containmentTag, Value: containment },
    { Key: copyTag, Value: id },
  ];
  return [
    {
      ...following,
      operation: "CopySnapshot",
      input: {
        SourceRegion: custody.region,
        SourceSnapshotId: id,
        Description: `Firebreak evidence: copy of ${id}`,
        Encrypted: true,
        KmsKeyId: key,
        TagSpecifications: [{ ResourceType: "snapshot", Tags }],
      },
      reason: `copies ${id} under the key of the forensic account`,
    },
  ];
}

/** Everyone in the account may write the tags of a copy, but only the roles that the key's policy names can use the key. */
const isUnderKey = ({ state, key }: KeptSnapshot, custody: Custody) =>
  key === keyFor(custody) || (state === "pending" && key === undefined);

function shareCall(snapshot: KeptSnapshot, custody: Custody): Call[] {
  const { id, state, copyOf, users = [] } = snapshot;
  const { forensics } = custody;
  if (!forensics || copyOf === undefined || state !== "completed" || !isUnderKey(snapshot, custody)) return [];
  if (users.includes(forensics.account)) return [];
  return [
    {
      ...following,
      operation: "ModifySnapshotAttribute",
      input: {
        SnapshotId: id,
        Attribute: "createVolumePermission",
        OperationType: "add",
        UserIds: [forensics.account],
      },
      reason: `lets the forensic account ${forensics.account} use ${id}`,
    },
  ];
}

/** What is not, or not yet, as config asks, and what a copy does not protect from. */
export function custodyRisk({ custody }: Pick<InstanceState, "custody">): string[] {
  if (!custody?.forensics) return [];
  const { account } = custody.forensics;
  if (!keyFor(custody)) return [`no snapshot is copied: forensics.keys has no key in ${custody.region}`];
  const copies = custody.snapshots.filter(({ copyOf }) => copyOf !== undefined);
  return [
    ...copies.filter(({ state }) => state === "pending").map(({ id }) => `copy ${id} is not complete yet: ${followed}`),
    `the copies for ${account} belong to the account of the instance: copy them into ${account} as well`,
  ];
}

/** What the notices say of snapshots and copies that are pending. */
export const followed = "Firebreak checks it every hour until it is";

/** Copies that failed. Another one would fail for the same reason, so that is left to a person. */
export function lostCopies({ custody }: Pick<InstanceState, "custody">): string[] {
  return (custody?.snapshots ?? [])
    .filter(({ copyOf, state }) => copyOf !== undefined && state === "error")
    .map(
      ({ id, copyOf, key, failure = "error" }) =>
        `copy ${id} of ${copyOf} ended in error (${failure}): check that key ${key} allows the role, then delete this copy`,
    );
}
