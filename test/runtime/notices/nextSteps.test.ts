import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Decision } from "../../../runtime/model/journalItems";
import { nextSteps } from "../../../runtime/notices/nextSteps";

const textsOf = (change: Partial<Decision>) =>
  nextSteps({ response: "isolate-instance", outcome: "contained", ...change } as Decision).map(({ text }) => text);

describe("the next steps of a notice", () => {
  it("Z3: say what each command does, so that no step can be mistaken for another", () => {
    assert.deepEqual(textsOf({ containment: "c1" }), [
      "investigate. To release the containment:",
      'node cli/firebreak.cjs release c1 --reason "WHY"',
    ]);
    assert.deepEqual(textsOf({ outcome: "failed" }), [
      "fix the cause, then redrive the dead-letter queue:",
      "node cli/firebreak.cjs redrive isolate-instance",
    ]);
    assert.equal(
      textsOf({ outcome: "failed", openNow: ["eni-1"] })[0],
      "close eni-1 by hand now. To make Firebreak try again:",
    );
  });
});
