import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Filter } from "../../../components/channels/pattern";
import type { Decision } from "../../../runtime/model/journalItems";
import { decision } from "../../runtime/decision";
import { noFilter, sent } from "./sent";

const passes = (more: Partial<Decision>, filter: Partial<Filter> = {}, kind = "webhook") =>
  sent(kind, more, { ...noFilter, ...filter }).length > 0;
const about = (severity: number) => ({ about: { ...decision.about!, severity } });
const unknown: Partial<Decision> = { about: undefined as never, target: undefined as never };

const rows: [what: string, decision: Partial<Decision>, filter: Partial<Filter>, passes: boolean][] = [
  ["what people are notified of", {}, {}, true],
  ["what is no news", { notice: "none" }, {}, false],
  ["what is no news, if it gets all", { notice: "none" }, { all: true }, true],
  ["a rehearsal", { finding: "rehearsal-0123456789ab-f1" }, {}, false],
  ["a rehearsal, if it wants them", { finding: "rehearsal-0123456789ab-f1" }, { rehearsals: true }, true],
  ["an outcome that it wants", { outcome: "failed" }, { outcomes: ["failed", "partial"] }, true],
  ["another outcome", { outcome: "contained" }, { outcomes: ["failed", "partial"] }, false],
  ["a severity that it wants", about(9.5), { severities: ["high", "critical"] }, true],
  ["another severity", about(5), { severities: ["high", "critical"] }, false],
  ["a severity that is not known", { about: undefined as never }, { severities: ["critical"] }, true],
  ["an account that it wants", {}, { accounts: ["444455556666"] }, true],
  ["another account", {}, { accounts: ["111122223333"] }, false],
  ["an account that is not known", unknown, { accounts: ["111122223333"] }, true],
  ["what matches one filter of two", about(5), { accounts: ["444455556666"], severities: ["high"] }, false],
];

describe("the filters of a channel", () => {
  for (const [what, more, filter, expected] of rows) {
    it(`P45: ${expected ? "pass" : "stop"} ${what}`, () => assert.equal(passes(more, filter), expected));
  }

  it("P45: by outcome never keep PagerDuty from ending what it began", () => {
    const filter = { outcomes: ["failed"] };
    assert.equal(passes({ outcome: "contained" }, filter, "pagerduty"), false);
    assert.equal(passes({ outcome: "failed" }, filter, "pagerduty"), true);
    assert.equal(passes({ outcome: "contained", by: "ana" }, filter, "pagerduty"), true);
    assert.equal(passes({ outcome: "released" }, filter, "pagerduty"), true);
  });
});
