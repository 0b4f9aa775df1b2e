import assert from "node:assert/strict";
import { namesUnits, withAccountsOfUnits } from "../../../components/settings/organizationalUnits";
import type { ResponseSettings } from "../../../components/settings/responses";
import type { ModeRule } from "../../../runtime/model/responderSettings";
import { codeIn, deploy, masterConfig } from "../deploy";

const [one, two, three] = ["111122223333", "444455556666", "777788889999"] as [string, string, string];
const units: Record<string, string[]> = { "ou-ab12-production": [two, three], "ou-ab12-empty": [] };

describe("L13 rules that name organizational units", () => {
  const resolve = async (...modes: ModeRule[]) => {
    const responses: Record<string, ResponseSettings> = { "isolate-instance": { modes, containmentsPerHour: 20 } };
    const asked: string[] = [];
    const found = await withAccountsOfUnits(responses, async (unit) => {
      asked.push(unit);
      return units[unit]!;
    });
    return { modes: found["isolate-instance"]!.modes, asked };
  };

  it("keep the units, and get the accounts that are in them at deployment", async () => {
    const rule: ModeRule = { mode: "approve", accounts: [one, two], organizationalUnits: ["ou-ab12-production"] };
    assert.deepEqual((await resolve(rule)).modes, [{ ...rule, accountsAtDeployment: [two, three] }]);
  });

  it("get an empty list for a unit without accounts", async () => {
    const rule: ModeRule = { mode: "contain", organizationalUnits: ["ou-ab12-empty"] };
    assert.deepEqual((await resolve(rule)).modes, [{ ...rule, accountsAtDeployment: [] }]);
  });

  it("are told from rules that name none", () => {
    assert.equal(namesUnits({ modes: [{ mode: "contain", accounts: [one] }] }), false);
    assert.equal(namesUnits({ modes: [{ mode: "off" }, { mode: "contain", organizationalUnits: ["r-ab12"] }] }), true);
  });

  it("are looked up once per unit; rules without one stay as they are", async () => {
    const rule: ModeRule = { mode: "observe", organizationalUnits: ["ou-ab12-production"] };
    const { modes, asked } = await resolve(rule, { mode: "contain" }, { ...rule, mode: "off" });
    assert.deepEqual(asked, ["ou-ab12-production"]);
    assert.deepEqual(modes[1], { mode: "contain" });
  });

  it("M36: let only the responses that have them, and the doctor, read the units of the organization's accounts", async () => {
    const modes = [{ mode: "contain", organizationalUnits: ["ou-ab12-production"] }];
    const responses = JSON.stringify({
      "isolate-instance": { modes },
      "block-principal": { modes: [{ mode: "contain" }] },
    });
    const stack = await deploy({ ...masterConfig, "firebreak:responses": responses }, { units });
    const reading = stack
      .of("aws:iam/rolePolicy:RolePolicy")
      .map(({ name, inputs }) => ({ name, text: String(inputs["policy"]) }))
      .filter(({ text }) => text.includes("organizations:ListParents"));
    assert.deepEqual(reading.map(({ name }) => name).sort(), ["doctor", "isolate-instance"]);
    for (const { text } of reading) {
      const statement = JSON.parse(text).Statement.find(({ Sid }: { Sid: string }) => Sid === "Units");
      assert.deepEqual(statement, {
        Sid: "Units",
        Effect: "Allow",
        Action: ["organizations:ListParents"],
        Resource: ["arn:aws:organizations::*:account/o-a1b2c3d4e5/*", "arn:aws:organizations::*:ou/o-a1b2c3d4e5/ou-*"],
      });
    }
  });

  it("are deployed with their units and the accounts in them", async () => {
    const modes = [{ mode: "approve", organizationalUnits: ["ou-ab12-production"] }, { mode: "contain" }];
    const responses = JSON.stringify({ "isolate-instance": { modes } });
    const stack = await deploy({ ...masterConfig, "firebreak:responses": responses }, { units, code: true });
    const code = await codeIn(stack.one("aws:lambda/function:Function", "isolate-instance").inputs);
    const rule = { ...modes[0], accountsAtDeployment: [two, three] };
    assert.ok(code.includes(JSON.stringify(rule)), "the rule is not in the code");
  });
});
