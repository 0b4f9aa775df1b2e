import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parse } from "../../../cli/parser";
import { verbs } from "../../../cli/verbs";
import type { Decision } from "../../../runtime/model/journalItems";
import { outcomes } from "../../../runtime/model/outcome";
import { nextSteps } from "../../../runtime/notices/nextSteps";
import { decision } from "../decision";

const textsOf = (change: Partial<Decision>) =>
  nextSteps({ response: "isolate-instance", outcome: "contained", ...change } as Decision).map(({ text }) => text);

describe("the next steps of a notice", () => {
  it("Z3: say what each command does, so that no step can be mistaken for another", () => {
    assert.deepEqual(textsOf({ containment: "c1" }), [
      "investigate:",
      "node cli/firebreak.cjs show c1",
      "To release the containment:",
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

  for (const outcome of outcomes) {
    it(`P21: ${outcome} has an exact next command, which the command line understands`, async () => {
      const sent = { ...decision, outcome, ...(outcome === "awaiting-approval" && { approval: "a1" }) };
      const commands = nextSteps(sent, true).filter((step) => step.command);
      assert.ok(commands.length > 0);
      for (const { text } of commands) {
        const argv = text.replace("node cli/firebreak.cjs ", "").match(/"[^"]*"|\S+/g)!;
        const parsed = await parse(
          argv.map((word) => word.replaceAll('"', "")),
          verbs,
          80,
        );
        assert.ok("verb" in parsed, text);
      }
    });
  }

  it("P21: what was not contained is offered to be contained by hand, where the response may", () => {
    const by = (byHand: boolean) => nextSteps({ ...decision, outcome: "skipped" }, byHand).map(({ text }) => text);
    assert.ok(
      by(true).includes(
        "node cli/firebreak.cjs contain isolate-instance " +
          "arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0 " +
          '--account 444455556666 --region eu-west-1 --reason "WHY"',
      ),
    );
    assert.ok(!by(false).some((text) => text.includes(" contain ")));
  });

  it("P21: the notice of a request has the command that shows the plan before those that decide", () => {
    const texts = textsOf({ outcome: "awaiting-approval", approval: "a1" });
    assert.deepEqual(texts.slice(1), [
      "node cli/firebreak.cjs show a1",
      'node cli/firebreak.cjs approve a1 --reason "WHY"',
      'node cli/firebreak.cjs decline a1 --reason "WHY"',
    ]);
  });

  it("P21: an id that others chose is one word of the command", () => {
    const { text } = nextSteps({ ...decision, outcome: "refused", finding: "$(x) it's\n`y`" }).at(-1)!;
    assert.equal(text, "node cli/firebreak.cjs show '$(x) it'\\''s `y`'");
  });
});
