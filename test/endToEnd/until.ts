import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { patience } from "../../local/world/patience";

/** Waits until something holds. @throws AssertionError if it does not within minutes */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 1000 * patience;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `not within ${patience} s`);
    await setTimeout(200);
  }
}
