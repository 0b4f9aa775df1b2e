import assert from "node:assert/strict";
import type { Mode, ModeRule } from "../../../runtime/model/responderSettings";
import { dependsOnUnits, effectiveMode } from "../../../runtime/policy/effectiveMode";

const finding = { accountId: "444455556666", severity: 8, type: "Impact:EC2/PortSweep", sample: false };
const click = { ...finding, action: "arn:aws:securityhub:eu-west-1:111122223333:action/custom/IsolateEc2SH" };
const person = { by: "arn:aws:iam::111122223333:user/ana" };

describe("Z1 the effective mode of a response", () => {
  const cases: [string, Mode, typeof finding, { by: string } | undefined, Mode, RegExp][] = [
    ["is that of the rules", "contain", finding, undefined, "contain", /^the mode of isolate-instance is contain$/],
    ["observes", "observe", finding, undefined, "observe", /is observe$/],
    [
      "contains after a click in Security Hub where the rules observe",
      "observe",
      click,
      undefined,
      "contain",
      /a click in Security Hub requested it/,
    ],
    [
      "contains at a person's command where the rules observe",
      "observe",
      finding,
      person,
      "contain",
      /user\/ana requested it/,
    ],
    ["asks for approval of a person's request too", "approve", click, person, "approve", /is approve$/],
    ["is off for a person's request too", "off", click, person, "off", /is off$/],
    [
      "only observes a sample, whatever requested it",
      "contain",
      { ...click, sample: true },
      person,
      "observe",
      /^the finding is a sample$/,
    ],
  ];
  for (const [name, rule, given, by, mode, why] of cases) {
    it(name, () => {
      const found = effectiveMode({ name: "isolate-instance", modes: [{ mode: rule }] }, given, by);
      assert.equal(found.mode, mode);
      assert.match(found.why, why);
    });
  }
});

describe("L13 the effective mode where units cannot be read", () => {
  const production = ["ou-ab12-production"];
  const unknown = { units: [], unread: "TooManyRequestsException: slow down" };
  const when = (modes: ModeRule[], by?: { by: string }) =>
    effectiveMode({ name: "isolate-instance", modes }, finding, by, unknown);
  const containing: ModeRule = { mode: "contain", organizationalUnits: production };

  it("follows the accounts that the deployment found in the units, and says so", () => {
    const { mode, why, unread, unclear } = when([{ ...containing, accountsAtDeployment: [finding.accountId] }]);
    assert.deepEqual([mode, why, unclear], ["contain", "the mode of isolate-instance is contain", undefined]);
    assert.match(
      unread!,
      /^the organizational units of account 444455556666 could not be read \(TooManyRequestsException: slow down\): the mode follows the accounts that the last deployment found in them$/,
    );
  });

  it("knows at which units an account was not, if the deployment found it in another one", () => {
    const elsewhere: ModeRule = {
      mode: "approve",
      organizationalUnits: ["ou-ab12-shared"],
      accountsAtDeployment: [finding.accountId],
    };
    assert.equal(when([containing, elsewhere]).mode, "approve");
  });

  const ambiguous: [string, ModeRule[], Mode][] = [
    ["a person decides whether to contain in an account that may be new", [containing], "approve"],
    [
      "a person decides if a rule may exclude the account from containment",
      [{ ...containing, mode: "off" }, { mode: "contain" }],
      "approve",
    ],
    [
      "a person decides if a rule may require that",
      [{ ...containing, mode: "approve" }, { mode: "contain" }],
      "approve",
    ],
    ["nothing is changed if no possible mode changes anything", [{ ...containing, mode: "off" }], "observe"],
  ];
  for (const [name, modes, expected] of ambiguous) {
    it(name, () => {
      const known = modes.map((rule) => ({
        ...rule,
        ...(rule.organizationalUnits && { accountsAtDeployment: ["777788889999"] }),
      }));
      const { mode, why, unread, unclear } = when(known);
      assert.deepEqual([mode, unclear], [expected, true]);
      assert.match(
        why,
        /depends on the organizational units of account 444455556666, which could not be read, and may be \w+ or \w+: /,
      );
      assert.match(
        unread!,
        /could not be read .*, and the last deployment did not find it in any unit that a rule names$/,
      );
    });
  }

  it("does not matter if every possible mode is the same", () => {
    const { mode, unread } = when([containing, { mode: "contain" }]);
    assert.deepEqual([mode, unread], ["contain", undefined]);
    assert.deepEqual([when([containing], person).mode, when([containing], person).unread], ["contain", undefined]);
  });

  const deciding: [string, ModeRule[], boolean, typeof finding, { by: string } | undefined][] = [
    ["no rule names a unit", [{ mode: "contain" }], false, finding, undefined],
    ["the first rule names a unit", [containing], true, finding, undefined],
    ["an earlier rule decides", [{ mode: "off" }, containing], false, finding, undefined],
    ["the rule is about other severities", [{ ...containing, severities: ["low"] }], false, finding, undefined],
    ["the rule names the account too", [{ ...containing, accounts: [finding.accountId] }], false, finding, undefined],
    ["a person requested it and the rules would contain or observe", [containing], false, finding, person],
    ["the finding is a sample", [containing], false, { ...finding, sample: true }, undefined],
  ];
  for (const [name, modes, expected, given, by] of deciding) {
    it(`units are ${expected ? "" : "not "}needed if ${name}`, () =>
      assert.equal(dependsOnUnits({ name: "isolate-instance", modes }, given, by), expected));
  }
});
