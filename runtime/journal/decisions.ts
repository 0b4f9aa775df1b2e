import type { Decision } from "../model/journalItems";

/** What was decided. Decisions are added and never changed, except for the notice's mark. */
export interface Decisions {
  /** Adds a decision that no containment goes with. */
  recordDecision(decision: Decision): Promise<void>;
  /** Notes that the notice of a decision is out. */
  markNoticeSent(decision: Decision): Promise<void>;
  /** The newest decision about a finding for which `matches` holds; undefined if there is none. */
  lastDecision(finding: string, matches: (decision: Decision) => boolean): Promise<Decision | undefined>;
  /** The newest decision of each response about each target of a finding; those about no target are one. */
  latestDecisions(finding: string): Promise<Decision[]>;
  /** Every decision about a finding, oldest first. */
  decisionsOf(finding: string): Promise<Decision[]>;
  /** Every decision about a resource, oldest first. What was written within the last second or so may be missing. */
  decisionsAbout(arn: string): Promise<Decision[]>;
  /**
   * The decisions between two moments in ISO 8601, both included, oldest first. What was written within the last second or so may
   * be missing.
   */
  decisionsBetween(since: string, until: string): Promise<Decision[]>;
  /** The same, about one account. */
  decisionsIn(account: string, since: string, until: string): Promise<Decision[]>;
}
