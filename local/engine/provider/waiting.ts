import { setTimeout as sleep } from "node:timers/promises";

/**
 * Repeats a question until the answer is not undefined.
 *
 * @param what For the error: what was waited for.
 * @param seconds How long to wait at most.
 * @throws Error when the time is over.
 */
export async function waitFor<T>(what: string, question: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  const deadline = Date.now() + 1000 * seconds;
  for (let pause = 20; ; pause = Math.min(2 * pause, 500)) {
    const answer = await question();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s in vain: ${what}`);
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
