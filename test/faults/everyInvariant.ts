import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Phase } from "./cases";
import { scenarios } from "./scenarios";
import { failureText, runScenario } from "./suite";

/** How many failures of each are printed. */
const most = 12;

/** Runs every scenario of a phase. The phases are in separate files, so that they run in parallel. */
export function everyInvariantHolds(title: string, phase: Phase): void {
  describe(title, () => {
    for (const scenario of scenarios) {
      it(`${scenario.name}: every invariant holds for every call and kind of fault`, async () => {
        const { failures, runs } = await runScenario(scenario, phase);
        const texts = failures.slice(0, most).map(failureText);
        const more = failures.length > most ? `\n... and ${failures.length - most} more` : "";
        assert.equal(failures.length, 0, `${failures.length} kinds of failures:\n${texts.join("\n")}${more}`);
        assert.ok(runs > 100, "so few cases prove nothing");
      });
    }
  });
}
