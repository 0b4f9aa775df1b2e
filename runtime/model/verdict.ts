import type { Decision } from "./journalItems";
import type { Outcome } from "./outcome";
import type { Target } from "./target";

/** What a decision says besides when, where and by which run it was made. */
export interface Verdict {
  outcome: Outcome;
  reason: string;
  target?: Target;
  containment?: string;
  calls?: Decision["calls"];
  remains?: string[];
  drift?: string[];
  undone?: Decision["undone"];
  evidence?: Decision["evidence"];
  by?: string;
  said?: string;
  approval?: string;
  excerpt?: string;
  /** Until when the exception holds and whose it is, where its tag says so. */
  exemption?: Decision["exemption"];
  /** A person has to act: people are notified, whatever the severity. */
  needsPerson?: true;
  /** What containing has opened and could not close again, for example interfaces on the open group. */
  openNow?: string[];
  /** No table of the product knows the finding's type: people get a count once a day. */
  unknown?: true;
  /** Whether people are told, where that does not follow from what was said before. */
  tell?: boolean;
}
