/** Seconds until a target that AWS does not find is looked up once more: its answers may be older than the target. */
export const doubt = 1;

/**
 * Waits for some seconds; 0 or less goes on at once.
 *
 * @param sleep does the waiting instead, for models that have no clock
 */
export function wait(seconds: number, sleep?: (seconds: number) => Promise<void>): Promise<void> {
  if (seconds <= 0) return Promise.resolve();
  return sleep ? sleep(seconds) : new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}
