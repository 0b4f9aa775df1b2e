import type { Pause } from "../model/journalItems";

/** The pause of all responses. */
export interface Pauses {
  /** The last pause of all responses, including one that has ended; undefined if there was none. */
  lastPause(): Promise<Pause | undefined>;
  /**
   * Begins or ends the pause of all responses.
   *
   * @param known the last pause as it was read; undefined if there was none
   * @returns whether it was written; otherwise others paused or resumed in the meantime
   */
  putPause(pause: Pause, known: Pause | undefined): Promise<boolean>;
}

/** The last pause if it is in force: neither was it ended by a person, nor is its time over. */
export const inForce = (last: Pause | undefined, now: Date): Pause | undefined =>
  last?.paused && !isOver(last, now) ? last : undefined;

const isOver = ({ until }: Pause, now: Date): boolean => until !== undefined && until <= now.toISOString();
