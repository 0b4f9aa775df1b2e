import type { Finding } from "./finding";
import type { ContainmentStatus } from "./journalItems";

/** What a containment that is about to begin is about. */
export interface AskedAbout {
  finding: Finding;
  /** How the last run on the target ended, if there was one. */
  status?: ContainmentStatus;
  /** A person asks for it by hand. */
  byHand: boolean;
}
