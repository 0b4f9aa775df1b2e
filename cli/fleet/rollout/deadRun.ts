import type { Lock } from "./engine";

/** What is known of the runs that hold locks. */
export interface KnownRuns {
  /** The name of this host. */
  host: string;
  /** Hosts whose runs have all ended, as the user says; `unknown` stands for locks without a host. */
  ended: string[];
  /** Whether a process of this host runs. */
  runs(process: number): boolean;
}

/** Whether a lock is left over from a run that has ended. What is not known counts as alive. */
export function isDead({ host, process }: Lock, known: KnownRuns): boolean {
  if (known.ended.includes(host ?? "unknown")) return true;
  return host === known.host && process !== undefined && !known.runs(process);
}
