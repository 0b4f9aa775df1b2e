import assert from "node:assert/strict";
import fc from "fast-check";
import { batchesOf } from "../../../runtime/exceptions/sendMessages";

const mega = 1024 * 1024;

describe("batches of messages", () => {
  it("Y17: contain at most ten messages and a megabyte, so that a large finding with many targets gets through", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const messages = lengths.map((length, index) => String(index).padEnd(length, "x"));
        const batches = batchesOf(messages);
        assert.deepEqual(batches.flat(), messages);
        for (const batch of batches) {
          assert.ok(batch.length <= 10 && Buffer.byteLength(batch.join("")) <= mega);
        }
      }),
      { numRuns: 30 },
    );
    assert.equal(batchesOf(Array(25).fill("x")).length, 3);
    assert.deepEqual(
      batchesOf(["x".repeat(mega), "y"]).map((batch) => batch.length),
      [1, 1],
    );
  });
});
