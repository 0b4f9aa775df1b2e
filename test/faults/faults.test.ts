import assert from "node:assert/strict";
import type { Phase } from "./cases";
import { scenarios } from "./scenarios";
import { failureText, runScenario } from "./suite";

/** How many failures are printed of each. */
const most = 12;

describe("whatever AWS answers to any call", () => {
  for (const scenario of scenarios) {
    for (const phase of ["contain", "release"] satisfies Phase[]) {
      it(`X16 X17 Y1: ${scenario.name}, ${phase}: every invariant holds by every call and kind of fault`, async () => {
        const { failures, runs } = await runScenario(scenario, phase);
        const texts = failures.slice(0, most).map(failureText);
        const more = failures.length > most ? `\n... and ${failures.length - most} more` : "";
        assert.equal(failures.length, 0, `${failures.length} kinds of failures:\n${texts.join("\n")}${more}`);
        assert.ok(runs > 100, "so few cases prove nothing");
      }).timeout(600_000);
    }
  }
});
