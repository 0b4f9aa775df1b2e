import assert from "node:assert/strict";
import type { ModeRule } from "../../../runtime/model/responderSettings";
import { modeFor } from "../../../runtime/policy/modes";

const finding = { accountId: "444455556666", severity: 8, type: "Impact:EC2/PortSweep" };

describe("the mode for a finding", () => {
  const cases: [string, ModeRule[], string][] = [
    ["is observe if nothing is configured", [], "observe"],
    ["is that of the first matching rule", [{ mode: "off" }, { mode: "contain" }], "off"],
    ["depends on the account", [{ mode: "off", accounts: ["777788889999"] }, { mode: "contain" }], "contain"],
    ["depends on the severity", [{ mode: "contain", severities: ["high", "critical"] }], "contain"],
    [
      "depends on the finding's type",
      [{ mode: "approve", types: ["Backdoor:*", "Impact:EC2/*"] }, { mode: "contain" }],
      "approve",
    ],
    [
      "is not that of a rule whose units were not looked up",
      [{ mode: "contain", organizationalUnits: ["ou-ab12-production"] }, { mode: "off" }],
      "off",
    ],
    ["is observe if no rule matches", [{ mode: "contain", severities: ["low"] }], "observe"],
    [
      "needs every condition of a rule to match",
      [{ mode: "contain", accounts: ["444455556666"], severities: ["low"] }],
      "observe",
    ],
  ];
  for (const [name, rules, expected] of cases) it(name, () => assert.equal(modeFor(rules, finding), expected));
});
