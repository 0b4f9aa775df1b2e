import assert from "node:assert/strict";
import { backoffSeconds } from "../../../../runtime/functions/shared/redeliver";

describe("the delay before a failed delivery is retried", () => {
  it("grows fourfold up to a limit", () => {
    assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 99].map(backoffSeconds), [2, 2, 8, 32, 128, 512, 512, 512]);
  });
});
