import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkCentral } from "../../../runtime/doctor/checkCentral";
import type { CentralObservation } from "../../../runtime/doctor/observations";
import { home, notWell, second, settings, wellCentral } from "./observed";

const name = "firebreak-isolate-instance";
const rule = `${name}-incidents`;
const rulesWith = (change: object | undefined): Partial<CentralObservation> => {
  const { [rule]: found, ...others } = (wellCentral().rules as { value: Record<string, any> }).value;
  return { rules: { value: change ? { ...others, [rule]: { ...found, ...change } } : others } };
};
const functionWith = (value: any): Partial<CentralObservation> => ({
  functions: { ...wellCentral().functions, [name]: { value } },
});
const active = { state: "Active", aliases: ["operate", "approve"], mappings: ["Enabled"] };

describe("the doctor's checks of the security account itself", () => {
  it("find nothing wrong in what the stack deploys", () => {
    const results = checkCentral(wellCentral(), settings);
    assert.deepEqual(notWell(results), []);
    assert.ok(results.length > 20, String(results.length));
  });

  const pause = {
    paused: true,
    at: "2026-11-26T02:00:00.000Z",
    by: "arn:aws:iam::111122223333:role/ops",
    reason: "game day",
  };
  const cases: [string, Partial<CentralObservation>, unknown[], RegExp][] = [
    [
      "a bus without a policy",
      { busPolicy: { value: undefined } },
      ["fault", "bus", home, "firebreak-findings"],
      /it is missing/,
    ],
    [
      "a bus that admits others",
      { busPolicy: { value: settings.bus.policy.replace("o-a1b2c3d4e5", "o-*") } },
      ["fault", "bus", home, "firebreak-findings"],
      /FindingsOfTheOrganization differs.*admit others/,
    ],
    ["a missing rule", rulesWith(undefined), ["fault", "bus", home, rule], /The rule does not exist/],
    ["a disabled rule", rulesWith({ state: "DISABLED" }), ["fault", "bus", home, rule], /DISABLED/],
    ["another pattern", rulesWith({ pattern: "{}" }), ["fault", "bus", home, rule], /pattern/],
    [
      "M49: dead letters",
      { dead: { ...wellCentral().dead, [name]: { value: 2 } } },
      ["warning", "queues", home, `${name}-kept`],
      /About 2 dead letters.*node cli\/firebreak\.cjs redrive isolate-instance/,
    ],
    [
      "a missing queue",
      { dead: { ...wellCentral().dead, [name]: { value: undefined } } },
      ["fault", "queues", home, `${name}-kept`],
      /The queue does not exist/,
    ],
    [
      "P48: decisions that no channel delivered",
      { undelivered: { ...wellCentral().undelivered, "firebreak-channels-dead": { value: 2 } } },
      ["warning", "queues", home, "firebreak-channels-dead"],
      /did not deliver about 2 decisions/,
    ],
    [
      "P48: a missing queue of channels",
      { undelivered: { ...wellCentral().undelivered, "firebreak-channels-dead": { value: undefined } } },
      ["fault", "queues", home, "firebreak-channels-dead"],
      /what a channel cannot deliver is lost/,
    ],
    [
      "P63: decisions that the data lake did not get",
      { undelivered: { ...wellCentral().undelivered, "firebreak-lake-dead": { value: 1 } } },
      ["warning", "queues", home, "firebreak-lake-dead"],
      /did not get about 1 decision:.*move the messages back/,
    ],
    [
      "P63: a function of the data lake without messages",
      { functions: { ...wellCentral().functions, "firebreak-lake": { value: { ...active, mappings: ["Disabled"] } } } },
      ["fault", "functions", home, "firebreak-lake"],
      /is Disabled: it does not work/,
    ],
    [
      "X42: session policies that are nearly too large",
      { packed: { ...wellCentral().packed, "isolate-instance": { value: 86 } } },
      ["warning", "sessions", home, "isolate-instance"],
      /used up to 86 % of the size that AWS allows/,
    ],
    [
      "Y12: a missing release function",
      { functions: { ...wellCentral().functions, [`${name}-release`]: { value: undefined } } },
      ["fault", "functions", home, `${name}-release`],
      /the function does not exist: it cannot release anything/,
    ],
    ["a missing function", functionWith(undefined), ["fault", "functions", home, name], /the function does not exist/],
    [
      "a failed function",
      functionWith({ ...active, state: "Failed" }),
      ["fault", "functions", home, name],
      /is Failed/,
    ],
    [
      "a missing alias",
      functionWith({ ...active, aliases: ["operate"] }),
      ["fault", "functions", home, name],
      /alias approve/,
    ],
    [
      "no event source mapping",
      functionWith({ ...active, mappings: [] }),
      ["fault", "functions", home, name],
      /no event source mapping/,
    ],
    [
      "a disabled event source mapping",
      functionWith({ ...active, mappings: ["Disabled"] }),
      ["fault", "functions", home, name],
      /Disabled/,
    ],
    [
      "a pause",
      { pause: { value: pause } },
      ["warning", "pause", home, "pause"],
      /paused all responses at.*game day.*node cli\/firebreak\.cjs resume/,
    ],
    ["no recovery", { recovery: { value: false } }, ["fault", "journal", home, "point-in-time recovery"], /off/],
    [
      "M51: no subscriber",
      { subscriptions: { value: { confirmed: 0, pending: 0 } } },
      ["fault", "notices", home, "subscribers"],
      /no confirmed subscribers.*firebreak:alertEmails.*noticeTopic/,
    ],
    [
      "M51: no confirmed subscriber",
      { subscriptions: { value: { confirmed: 0, pending: 1 } } },
      ["fault", "notices", home, "subscribers"],
      /1 subscription waits.*link in the mail/,
    ],
    [
      "Y16 a subscription that has ended",
      { subscriptions: { value: { confirmed: 1, pending: 0, deleted: 1 } } },
      ["warning", "notices", home, "subscribers"],
      /1 subscription ended recently: find out who unsubscribed/,
    ],
    [
      "Y16 an address that anyone can unsubscribe",
      { subscriptions: { value: { confirmed: 1, pending: 0, byLink: ["soc@example.com"] } } },
      ["warning", "notices", home, "subscribers"],
      /soc@example.com can be unsubscribed with the link in any notice.*--authenticate-on-unsubscribe true/,
    ],
    [
      "an unconfirmed subscriber",
      { subscriptions: { value: { confirmed: 1, pending: 2 } } },
      ["warning", "notices", home, "subscribers"],
      /2 subscriptions wait/,
    ],
    [
      "an alarm in another Region",
      { alarms: { ...wellCentral().alarms, [second]: { value: ["firebreak-open-groups-errors"] } } },
      ["warning", "alarms", second, "firebreak-open-groups-errors"],
      /CloudWatch/,
    ],
    [
      "L13: a security account that may not read organizational units",
      { units: { value: "AccessDeniedException: You don't have permissions to access this resource." } },
      ["fault", "accounts", home, "organizational units"],
      /AccessDeniedException.*the accounts that the last deployment found in them.*register-delegated-administrator --account-id 111122223333/,
    ],
    ["no Security Hub", { hub: { value: false } }, ["fault", "securityhub", home, "hub"], /securityHub/],
    [
      "what cannot be read",
      { hub: { problem: "AccessDenied: no" } },
      ["unknown", "securityhub", home, "hub"],
      /AccessDenied/,
    ],
  ];
  for (const [title, change, expected, says] of cases) {
    it(`find ${title}, and say what it means and what to do`, () => {
      const results = checkCentral({ ...wellCentral(), ...change }, settings);
      assert.deepEqual(notWell(results), [expected]);
      assert.match(results.find(({ status }) => status !== "ok")!.says, says);
    });
  }

  it("L13: do not require that units can be read if no rule names one", () => {
    const { units: _, ...without } = wellCentral();
    const results = checkCentral(without, settings);
    assert.ok(results.every(({ subject }) => subject !== "organizational units"));
    assert.ok(checkCentral(wellCentral(), settings).some(({ subject }) => subject === "organizational units"));
  });

  it("F34: do not require Security Hub if the settings do not", () => {
    const { hub: _, ...without } = wellCentral();
    assert.deepEqual(
      checkCentral(without, settings).filter(({ check }) => check === "securityhub"),
      [],
    );
  });
});
