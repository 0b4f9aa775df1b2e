import type { Evidence } from "./call";
import type { Finding } from "./finding";
import type { Outcome } from "./outcome";
import type { Target } from "./target";

/** One finding's claim on a containment. The containment is released when the last hold goes. */
export interface Hold {
  /** The finding that holds. */
  finding: string;
  type: string;
  since: string;
  /** What this finding requests in addition to the target itself. */
  details?: Record<string, string>;
}

/**
 * The status of a containment: `contained` and `partial` are proven, `containing` and `releasing` are in progress or were
 * interrupted, `failed` means that something may have been changed and the target is not contained, `gone` that the target no
 * longer exists.
 */
export type ContainmentStatus = "containing" | "contained" | "partial" | "failed" | "releasing" | "released" | "gone";

/** A response's containment of one target: one item, protected by conditional writes. */
export interface Containment<PriorState = unknown> {
  id: string;
  response: string;
  target: Target;
  /** Absent until something is about to be changed. */
  status?: ContainmentStatus;
  /** The prior state of the target; the first write wins, and a release removes it. */
  priorState?: PriorState;
  holds: Record<string, Hold>;
  evidence: Evidence[];
  remains: string[];
  /** How many releases there were; marks the evidence of each round. */
  round: number;
  /** The group whose share of contained members it counts towards. */
  group?: string;
  /** When the item was made, or how the last run ended; in ISO 8601. */
  at?: string;
  releasedAt?: string;
  /** When it was found undone by others, within the 24 hours before the last time. */
  undone?: string[];
  /** When people were reminded of it last. */
  remindedAt?: string;
  /** The request that a person release it, until it is released. */
  releaseAsked?: ReleaseAsked;
  updatedAt: string;
  /** The run that works on it, and until when in milliseconds since 1970. Any run may take an expired claim. */
  claim?: { run: string; until: number };
}

/** When a release was asked for, in ISO 8601, by whom and why. */
export interface ReleaseAsked {
  at: string;
  by: string;
  reason: string;
}

/** A session in the account of a target: its role, and how much of the allowed size its policy took, in percent. */
export interface OpenedSession {
  role: string;
  packedPolicySize: number;
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
    | "source"
    | "type"
    | "title"
    | "severity"
    | "accountId"
    | "region"
    | "partition"
    | "lastSeen"
    | "sentAt"
    | "sample"
    | "rehearsal"
    | "named"
    | "hub"
  > & {
    /** The finding in the console of its source. */
    link: string;
  };
  /** Calls that changed something or, when observed, would have. */
  calls: { operation: string; reason: string }[];
  /** All API calls of the run, reads included. */
  callCount: number;
  /** The sessions of a rehearsal. */
  sessions?: OpenedSession[];
  seconds: number;
  remains: string[];
  /** What a release left because others had changed it. */
  drift?: string[];
  /** When the containment was found undone within the last 24 hours, this time included. */
  undone?: string[];
  evidence: Evidence[];
  /** The tags of the target that tell what it is and whose, see `tellingTags`. */
  tags?: Record<string, string>;
  /** The person who requested it, if any, and the stated reason. */
  by?: string;
  said?: string;
  /** The last day and the owner of the exception, if its tag names them. */
  exemption?: { until?: string; owner?: string };
  /** The approval that it waits for. */
  approval?: string;
  /** A person has to act: people are notified at any severity. */
  needsPerson?: true;
  /** What the containment opened and could not close, for example interfaces on the open group. */
  openNow?: string[];
  /** `pending` until the notice is sent or counted in a digest: if a run dies in between, the next one sends it. */
  notice: "none" | "pending" | "sent";
  /** The start of a refused event. */
  excerpt?: string;
}

/**
 * A plan that waits for a named person. Deciding it reads the target again before anything is done. `approved` lasts until the
 * containment that it allows has an end, then the approval is `used`; both `waiting` and `approved` end at `expiresAt`. A request
 * is `withdrawn` if the containment needed no approval any more.
 */
export interface Approval extends Revised {
  /** The same for every delivery of one finding about one target: 16 hexadecimal characters. */
  id: string;
  response: string;
  target: Target;
  /** The finding to act on if it is approved. */
  finding: Finding;
  /** Why a person is asked: the mode, a cap, a pause. */
  reason: string;
  /** What would be done, as planned when it was asked. */
  calls: Decision["calls"];
  remains: string[];
  /** The tags of the target that tell what it is and whose, see `tellingTags`. */
  tags?: Record<string, string>;
  askedAt: string;
  /** Who requested it by hand: another person must approve it. */
  askedBy?: string;
  /** When the request expires. */
  expiresAt: string;
  status: "waiting" | "approved" | "used" | "declined" | "expired" | "withdrawn";
  decidedAt?: string;
  /** Who decided first, and why. */
  by?: string;
  why?: string;
  /** When the containment that it allows ended. */
  usedAt?: string;
}

/** A finding that is not contained because of an exception. It is judged again when the exception may have ended. */
export interface Exemption extends Revised {
  /** The id that the containment would have. */
  id: string;
  response: string;
  target: Target;
  finding: Finding;
  reason: string;
  /** When it began, in ISO 8601. */
  since: string;
  /** The last day of the exception and who owns it; absent if the tag does not say. */
  until?: string;
  owner?: string;
  /** When the owner was notified that it ends soon. */
  warnedAt?: string;
}

/** An exception in the register: what an approver granted, whatever the tag on the resource says now. */
export interface GrantedException extends Revised {
  arn: string;
  kind: string;
  resource: string;
  accountId: string;
  region: string;
  partition: string;
  /** The responses that it exempts from. */
  responses: string[];
  /** The last day, such as 2027-01-31. */
  until: string;
  owner: string;
  reference: string;
  issuedAt: string;
  grantedBy: string;
  /** The signature of all this, as written in the tag. */
  signature: string;
  status: "granted" | "revoked";
  /** When the owner was notified that it ends soon. */
  warnedAt?: string;
  revokedAt?: string;
  revokedBy?: string;
}

/** Stops all containment until a person ends the pause or its time is over: meanwhile, findings wait for approval. */
export interface Pause extends Revised {
  paused: boolean;
  at: string;
  by: string;
  reason: string;
  /** When it ends automatically, ISO 8601. */
  until?: string;
}

/** The revision of an item that is written more than once: a new value with each write. */
export interface Revised {
  revision?: string;
}

/** A security group that isolate-instance created, identified by its id: everyone can choose names and tags. */
export interface IsolationGroupNote {
  accountId: string;
  region: string;
  vpcId: string;
  kind: "open" | "closed";
  groupId: string;
  /** Until when an isolation may need the open group, in milliseconds since 1970. Absent if none was under way. */
  inUseUntil?: number;
}
