/** Seconds until a target that AWS does not find is looked up again: AWS's answers may be older than the target. */
export const doubt = 1;

/**
 * Waits; 0 or less returns immediately.
 *
 * @param sleep replaces the wait, for models without a clock
 */
export function wait(seconds: number, sleep?: (seconds: number) => Promise<void>): Promise<void> {
  if (seconds <= 0) return Promise.resolve();
  return sleep ? sleep(seconds) : new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}
