import type { Finding } from "../finding";
import type { Outcome } from "../outcome";
import type { Evidence } from "../response";
import type { Target } from "../target";

/** One finding's claim on a containment. The containment is released when the last hold goes. */
export interface Hold {
  /** The finding that holds. */
  finding: string;
  type: string;
  since: string;
  /** What this finding asks for beyond the target itself. */
  details?: Record<string, string>;
}

/**
 * Where a containment stands: `contained` and `partial` are proven, `containing` and `releasing` are under way or were
 * interrupted, `failed` means that something may have been changed and the target is not contained, `gone` that the target
 * does not exist any more.
 */
export type ContainmentStatus = "containing" | "contained" | "partial" | "failed" | "releasing" | "released" | "gone";

/** What one response holds of one target: one item, versioned by conditions rather than by history. */
export interface Containment<Before = unknown> {
  id: string;
  response: string;
  target: Target;
  /** Absent until something is about to be changed. */
  status?: ContainmentStatus;
  /** The target's state before the first change; the first write wins and a release removes it. */
  before?: Before;
  holds: Record<string, Hold>;
  evidence: Evidence[];
  remains: string[];
  /** How many releases there were; marks the evidence of each round. */
  round: number;
  releasedAt?: string;
  updatedAt: string;
  /** Who works on it, and until when in milliseconds since 1970. An expired claim is anybody's. */
  claim?: { run: string; until: number };
}

/** What was decided about one finding and target, and why. Decisions are added, never changed but for `notice`. */
export interface Decision {
  /** The finding's id, or the event's if it is not one. */
  finding: string;
  /** Time of the decision in ISO 8601. */
  at: string;
  run: string;
  response: string;
  outcome: Outcome;
  reason: string;
  target?: Target;
  containment?: string;
  /** The finding in short; absent if the event could not be understood. */
  about?: Pick<
    Finding,
    "source" | "type" | "title" | "severity" | "accountId" | "region" | "partition" | "lastSeen" | "sentAt" | "sample"
  > & {
    /** The finding in the console of its source. */
    link: string;
  };
  /** Calls that changed something or, when observed, would have. */
  calls: { operation: string; reason: string }[];
  /** All API calls of the run, reads included. */
  callCount: number;
  seconds: number;
  remains: string[];
  /** What a release left because somebody else had changed it. */
  drift?: string[];
  evidence: Evidence[];
  /** Who asked for it, where a person did. */
  by?: string;
  /** `pending` until the notice is out: a run that dies in between sends it the next time. */
  notice: "none" | "pending" | "sent";
  /** The part of a refused event that tells what it was. */
  excerpt?: string;
}
