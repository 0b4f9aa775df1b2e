import type { Decision } from "./journalItems";
import type { Outcome } from "./outcome";
import type { Target } from "./target";

/** A decision without its time, place and run. */
export interface Verdict {
  outcome: Outcome;
  reason: string;
  target?: Target;
  containment?: string;
  calls?: Decision["calls"];
  remains?: string[];
  drift?: string[];
  /** Of a plan: the tags of the target that tell what it is and whose. */
  tags?: Record<string, string>;
  undone?: Decision["undone"];
  evidence?: Decision["evidence"];
  by?: string;
  said?: string;
  approval?: string;
  excerpt?: string;
  /** The last day and the owner of the exception, if its tag names them. */
  exemption?: Decision["exemption"];
  /** A person has to act: people are notified at any severity. */
  needsPerson?: true;
  /** What the containment opened and could not close, for example interfaces on the open group. */
  openNow?: string[];
  /** The finding's type is unknown: people get a count once a day. */
  unknown?: true;
  /** Whether people are notified, if that does not follow from earlier decisions. */
  notify?: boolean;
}
