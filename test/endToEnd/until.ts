import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

/** Waits until something holds. @throws AssertionError if it does not within these seconds */
export async function until(holds: () => Promise<boolean>, seconds = 20): Promise<void> {
  const deadline = Date.now() + 1000 * seconds;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `not within ${seconds} s`);
    await setTimeout(200);
  }
}
