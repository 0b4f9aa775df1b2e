import assert from "node:assert/strict";
import { withAccountsOfUnits } from "../../../components/settings/organizationalUnits";
import type { ResponseSettings } from "../../../components/settings/responses";
import type { ModeRule } from "../../../runtime/model/responderSettings";
import { codeIn, deploy, masterConfig } from "../deploy";

const [one, two, three] = ["111122223333", "444455556666", "777788889999"] as [string, string, string];
const units: Record<string, string[]> = { "ou-ab12-production": [two, three], "ou-ab12-empty": [] };

describe("rules that name organizational units", () => {
  const resolve = async (...modes: ModeRule[]) => {
    const responses: Record<string, ResponseSettings> = { "isolate-instance": { modes, containmentsPerHour: 20 } };
    const asked: string[] = [];
    const found = await withAccountsOfUnits(responses, async (unit) => {
      asked.push(unit);
      return units[unit]!;
    });
    return { modes: found["isolate-instance"]!.modes, asked };
  };

  it("match the accounts in the unit, and those that are named", async () => {
    const rule: ModeRule = { mode: "approve", accounts: [one, two], organizationalUnits: ["ou-ab12-production"] };
    assert.deepEqual((await resolve(rule)).modes, [{ mode: "approve", accounts: [one, two, three] }]);
  });

  it("match no account if the unit has none", async () => {
    const { modes } = await resolve({ mode: "contain", organizationalUnits: ["ou-ab12-empty"] });
    assert.deepEqual(modes, [{ mode: "contain", accounts: [] }]);
  });

  it("are looked up once per unit; rules without one stay as they are", async () => {
    const rule: ModeRule = { mode: "observe", organizationalUnits: ["ou-ab12-production"] };
    const { modes, asked } = await resolve(rule, { mode: "contain" }, { ...rule, mode: "off" });
    assert.deepEqual(asked, ["ou-ab12-production"]);
    assert.deepEqual(modes[1], { mode: "contain" });
  });

  it("are deployed with the organization's current accounts", async () => {
    const modes = [{ mode: "approve", organizationalUnits: ["ou-ab12-production"] }, { mode: "contain" }];
    const responses = JSON.stringify({ "isolate-instance": { modes } });
    const stack = await deploy({ ...masterConfig, "firebreak:responses": responses }, { units, code: true });
    const code = await codeIn(stack.one("aws:lambda/function:Function", "isolate-instance").inputs);
    assert.ok(code.includes(`{"mode":"approve","accounts":["${two}","${three}"]}`));
  }).timeout(180_000);
});
