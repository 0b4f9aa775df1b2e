/** Removes a resource, given its description and the call. */
export type Attempt = (what: string, call: () => Promise<unknown>) => Promise<void>;

/** What to wait for between two checks of a slow deletion. */
export type Pause = (milliseconds: number) => Promise<void>;

/**
 * Repeats a call while AWS refuses it because of a user that is just ending.
 *
 * @param busy the error that says so, and until when it is waited for, in milliseconds since 1970
 * @throws the call's error, if it is another one or persists
 */
export async function onceFree(
  pause: Pause,
  busy: { name: string; until: number },
  call: () => Promise<unknown>,
): Promise<void> {
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if ((error as Error).name !== busy.name || Date.now() > busy.until) throw error;
    }
    await pause(3000);
  }
}
