/** The tag on a copy that names the snapshot it was made of. */
export const copyTag = "firebreak:copy-of";

/** How snapshots are locked: https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lock-concepts.html */
export interface LockSettings {
  mode: "governance" | "compliance";
  days: number;
  /** Hours in which a lock in compliance mode can still be removed. */
  coolOffHours?: number;
}

/** Who gets copies of the snapshots, and the keys of that account that encrypt them, one for each Region. */
export interface ForensicSettings {
  account: string;
  keys: string[];
}

/** A snapshot of the containment, or a copy of one. */
export interface KeptSnapshot {
  id: string;
  /** `pending`, `completed` or `error`. */
  state: string;
  /** Why it failed. */
  failure?: string;
  volume?: string;
  startedAt?: string;
  completedAt?: string;
  /** The snapshot that it is a copy of. */
  copyOf?: string;
  key?: string;
  /** Its lock; an expired one counts, because its time was up. */
  lock?: { mode: string; until?: string };
  /** Firebreak locked it before. */
  wasLocked?: boolean;
  /** The accounts that may use it. */
  users?: string[];
}

/** The chain of custody of the snapshots: what config asks for, and what there is. */
export interface Custody {
  lock?: LockSettings;
  forensics?: ForensicSettings;
  region: string;
  /** The findings that hold the containment, the first one first. */
  findings: string[];
  snapshots: KeptSnapshot[];
}

/** The key for the Region of the snapshots. A key works in its own Region only. */
export const keyFor = ({ forensics, region }: Custody): string | undefined =>
  forensics?.keys.find((key) => key.split(":")[3] === region);
