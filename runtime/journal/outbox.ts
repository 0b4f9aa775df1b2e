import type { Decision } from "../model/journalItems";

/** The decisions that are not on the bus yet. A decision is written together with its entry here, both or neither. */
export interface Outbox {
  /**
   * The decisions of a response that were made before a moment and are not known to be on the bus, oldest first.
   *
   * @param before in ISO 8601
   * @param most how many at most
   */
  unsentDecisions(response: string, before: string, most: number): Promise<Decision[]>;
  /** Notes that a decision is on the bus. */
  markSent(decision: Decision): Promise<void>;
}
