/** Which held containments wait to be looked at, so that a burst of calls asks for one look and not for one each. */
export interface Looks {
  /**
   * Notes that a containment waits to be looked at.
   *
   * @returns whether it did not wait already. A message that is lost blocks others only for `longestWait`.
   */
  askForLook(containment: string, now: Date): Promise<boolean>;
  /** Notes that the look begins. What is asked for from now on needs another one, because this one may have read before it. */
  beginLook(containment: string): Promise<void>;
}

/** Milliseconds after which a look that has not begun is asked for again. */
export const longestWait = 5 * 60_000;
