import { setTimeout as sleep } from "node:timers/promises";

/**
 * Repeats a question until the answer is not undefined.
 *
 * @param what The awaited condition, for the error.
 * @param seconds The maximum wait.
 * @throws Error on timeout.
 */
export async function waitFor<T>(what: string, question: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  const deadline = Date.now() + 1000 * seconds;
  for (let pause = 20; ; pause = Math.min(2 * pause, 500)) {
    const answer = await question();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`timeout after ${seconds} s: ${what}`);
    await sleep(pause);
  }
}

/** Runs a call and returns undefined if it fails with one of these errors. */
export async function unless<T>(names: string[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (names.includes((error as Error).name)) return undefined;
    throw error;
  }
}
