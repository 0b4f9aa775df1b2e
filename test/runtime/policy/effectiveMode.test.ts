import assert from "node:assert/strict";
import type { Mode } from "../../../runtime/model/responderSettings";
import { effectiveMode } from "../../../runtime/policy/effectiveMode";

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
