import assert from "node:assert/strict";
import type { Mode, ModeRule } from "../../../runtime/model/responderSettings";
import { type AccountUnits, currently, mismatches, notRead, possibleModes } from "../../../runtime/policy/modes";

const account = "444455556666";
const finding = { accountId: account, severity: 8, type: "Impact:EC2/PortSweep" };
const production = "ou-ab12-production";
const inProduction: AccountUnits = { units: ["ou-ab12-payments", production, "r-ab12"] };
const inSandbox: AccountUnits = { units: ["ou-ab12-sandbox", "r-ab12"] };
const modesFor = (rules: ModeRule[], above: AccountUnits) => possibleModes(rules, finding, currently(above));

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
    ["is observe if no rule matches", [{ mode: "contain", severities: ["low"] }], "observe"],
    [
      "needs every condition of a rule to match",
      [{ mode: "contain", accounts: [account], severities: ["low"] }],
      "observe",
    ],
  ];
  for (const [name, rules, expected] of cases) {
    it(name, () => assert.deepEqual(modesFor(rules, notRead), [expected]));
  }
});

describe("L13 a rule that names organizational units", () => {
  const rule: ModeRule = { mode: "contain", organizationalUnits: [production], accountsAtDeployment: ["777788889999"] };
  const cases: [string, ModeRule, AccountUnits, Mode[]][] = [
    ["matches an account in a unit below it", rule, inProduction, ["contain"]],
    ["does not match an account elsewhere", rule, inSandbox, ["observe"]],
    [
      "does not match an account that was in the unit only at deployment",
      { ...rule, accountsAtDeployment: [account] },
      inSandbox,
      ["observe"],
    ],
    [
      "matches every account of the organization if it names the root",
      { ...rule, organizationalUnits: ["r-ab12"] },
      inSandbox,
      ["contain"],
    ],
    ["also matches the accounts that it names", { ...rule, accounts: [account] }, inSandbox, ["contain"]],
    ["leaves the mode open if the units are not known", rule, notRead, ["contain", "observe"]],
    [
      "matches if the levels that could be read have the unit",
      rule,
      { units: [production], unread: "throttled" },
      ["contain"],
    ],
    [
      "leaves the mode open if a level above is not known",
      rule,
      { units: ["ou-ab12-sandbox"], unread: "throttled" },
      ["contain", "observe"],
    ],
    ["needs every other condition to match", { ...rule, severities: ["low"] }, inProduction, ["observe"]],
  ];
  for (const [name, given, above, expected] of cases) {
    it(name, () => assert.deepEqual(modesFor([given], above), expected));
  }

  it("says why it does not match", () => {
    const named: ModeRule = { ...rule, accounts: ["111122223333"] };
    assert.deepEqual(mismatches(rule, finding, inProduction), []);
    assert.deepEqual(mismatches(rule, finding, inSandbox), [`account ${account} is not in ${production}`]);
    assert.deepEqual(mismatches(named, finding, inSandbox), [
      `account ${account} is not one of 111122223333 and not in ${production}`,
    ]);
    assert.deepEqual(mismatches(rule, finding, { units: [], unread: "throttled" }), [
      `whether account ${account} is in ${production} is not known: throttled`,
    ]);
  });
});
