import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { checkAccount } from "../../../runtime/doctor/checkAccount";
import type {
  AccountObservation,
  DetectorState,
  RegionObservation,
  RoleState,
} from "../../../runtime/doctor/observations";
import type { Reading } from "../../../runtime/doctor/reading";
import { versionTag } from "../../../runtime/doctor/settings";
import { home, member, notWell, second, settings, wellAccount, wellRegion } from "./observed";

const role = "Security-IR-Role-isolate-instance";
const noRule = { rule: { value: undefined }, targets: { value: undefined }, undelivered: { value: undefined } };

/** The healthy account with one Region changed. */
function withRegion(change: Partial<RegionObservation>, without: (keyof RegionObservation)[] = []): AccountObservation {
  const region: any = { ...wellRegion(home), ...change };
  for (const key of without) delete region[key];
  return { ...wellAccount(), regions: [region, wellRegion(second)] };
}

/** The healthy account whose roles have this boundary, in an organization that requires one of that name. */
function problemsWithBoundary(name: string): unknown[] {
  const boundary = "arn:aws:iam::{account}:policy/limit";
  const expected = { ...settings, roles: settings.roles.map((one) => ({ ...one, boundary })) };
  const seen = withRole(role, () => ({ boundary: `arn:aws:iam::444455556666:policy/${name}` }));
  return notWell(checkAccount(seen, expected));
}

/** The healthy account with its detector changed. */
const withDetector = (change: Partial<DetectorState>): AccountObservation =>
  withRegion({
    detector: {
      value: { status: "ENABLED", frequency: "FIFTEEN_MINUTES", disabled: [], suppressing: [], trusted: [], ...change },
    },
  });

/** The healthy account with one role changed. */
function withRole(name: string, change: (state: RoleState) => Partial<RoleState> | undefined): AccountObservation {
  const seen = wellAccount();
  const reading = seen.roles[name] as { value: RoleState };
  const changed = change(reading.value);
  const value = changed && { ...reading.value, ...changed };
  return { ...seen, roles: { ...seen.roles, [name]: { value } } };
}

const withoutStatement = (document: string, sid: string) => {
  const parsed = JSON.parse(document);
  return JSON.stringify({ ...parsed, Statement: parsed.Statement.filter((item: any) => item.Sid !== sid) });
};

describe("the doctor's checks of an account", () => {
  it("L16: say that an account and the security account have different versions, which is no change by hand", () => {
    const versionOf = (tags: Record<string, string>) => {
      const results = checkAccount(
        withRole("firebreak-forwarding", () => ({ tags })),
        settings,
      );
      return results.find(({ subject }) => subject === "version")!;
    };
    assert.equal(versionOf({ [versionTag]: settings.version }).status, "ok");
    const older = versionOf({ [versionTag]: "0.0.9" });
    assert.equal(older.status, "warning");
    assert.match(older.says, /deployed with version 0\.0\.9 and the security account with/);
    assert.match(versionOf({}).says, /an earlier version, which left no mark/);
  });

  it("L22: find a missing, disabled or changed rule for events about accounts in the management account", () => {
    const rule = {
      account: member,
      region: second,
      rule: "firebreak-forwarding-accounts",
      pattern: '{"source":["x"]}',
    };
    const managed = { ...settings, accountEvents: rule };
    const { targets } = wellRegion(second);
    const seenWith = (accountEvents: RegionObservation["calls"]) =>
      notWell(checkAccount({ ...wellAccount(), accountEvents }, managed));
    const on = { state: "ENABLED", pattern: rule.pattern };
    assert.deepEqual(seenWith({ rule: { value: on }, targets }), []);
    const found = [["fault", "forwarding", second, rule.rule]];
    assert.deepEqual(seenWith({ rule: { value: undefined }, targets: { value: undefined } }), found);
    assert.deepEqual(seenWith({ rule: { value: { ...on, state: "DISABLED" } }, targets }), found);
    assert.deepEqual(seenWith({ rule: { value: { ...on, pattern: "{}" } }, targets }), found);
  });

  it("F45: find nothing wrong in an account that matches what the stack deploys", () => {
    const results = checkAccount(wellAccount(), settings);
    assert.deepEqual(notWell(results), []);
    assert.ok(results.length >= 20, String(results.length));
  });

  it("X54: accept the boundary that the organization requires, and no other", () => {
    assert.deepEqual(problemsWithBoundary("limit"), []);
    assert.deepEqual(problemsWithBoundary("other"), [["fault", "roles", undefined, role]]);
  });

  const forwarding = (region: string) => [["fault", "forwarding", region, "firebreak-forwarding"]];
  const callsRule = [["fault", "forwarding", home, "firebreak-forwarding-calls"]];
  const fault = (subject: string) => [["fault", "roles", undefined, subject]];
  const cases: [string, AccountObservation, unknown[], RegExp][] = [
    [
      "M41: a missing role",
      withRole(role, () => undefined),
      fault(role),
      /isolate-instance cannot contain in this account.*rolePrefix/,
    ],
    [
      "a role whose policy lacks a statement",
      withRole(role, ({ policies }) => ({
        policies: { "isolate-instance": withoutStatement(policies["isolate-instance"]!, "SwitchInterfaces") },
      })),
      fault(role),
      /policy isolate-instance: the statement SwitchInterfaces is missing.*fleet repair --only STACK/,
    ],
    [
      "M35: a role that trusts someone else",
      withRole(role, ({ trust }) => ({ trust: trust.replace("role/firebreak-isolate-instance", "role/*") })),
      fault(role),
      /trust: the statement Responder differs/,
    ],
    [
      "a role with someone else's policy",
      withRole(role, ({ policies }) => ({ policies: { ...policies, more: "{}" } })),
      fault(role),
      /the policy more is not ours/,
    ],
    [
      "a role with a managed policy",
      withRole(role, () => ({ attached: ["arn:aws:iam::aws:policy/AdministratorAccess"] })),
      fault(role),
      /AdministratorAccess is attached/,
    ],
    [
      "a role with a boundary",
      withRole(role, () => ({ boundary: "arn:aws:iam::444455556666:policy/limit" })),
      fault(role),
      /permissions boundary arn:aws:iam::444455556666:policy\/limit/,
    ],
    [
      "no forwarding rule",
      withRegion(noRule, ["event"]),
      forwarding(home),
      /no finding.*reaches.*eu-west-1 among the stack.s regions/,
    ],
    [
      "a disabled forwarding rule",
      withRegion({ rule: { value: { state: "DISABLED", pattern: settings.forwarding.pattern } } }, ["event"]),
      forwarding(home),
      /DISABLED.*nothing is contained here.*fleet repair/,
    ],
    [
      "another pattern",
      withRegion({ rule: { value: { state: "ENABLED", pattern: '{"source":["aws.guardduty"]}' } } }, ["event"]),
      forwarding(home),
      /its pattern differs/,
    ],
    [
      "another bus",
      withRegion({ targets: { value: [{ arn: "arn:aws:events:eu-west-1:999900001111:event-bus/other" }] } }, ["event"]),
      forwarding(home),
      /does not send to arn:aws:events:eu-west-1:111122223333:event-bus\/firebreak-findings/,
    ],
    [
      "an extra target",
      withRegion({
        targets: {
          value: [...(wellRegion(home).targets as any).value, { arn: "arn:aws:sqs:eu-west-1:999900001111:q" }],
        },
      }),
      forwarding(home),
      /also sends to arn:aws:sqs:eu-west-1:999900001111:q/,
    ],
    [
      "X9: no rule for calls that undo a containment",
      withRegion({ calls: { rule: noRule.rule, targets: noRule.targets } }),
      callsRule,
      /There is no rule for calls.*found only by the hourly check/,
    ],
    [
      "X9: a disabled rule for calls that undo a containment",
      withRegion({ calls: { ...wellRegion(home).calls, rule: { value: { state: "DISABLED", pattern: "" } } } }),
      callsRule,
      /DISABLED.*Find out who disabled it/,
    ],
    [
      "findings that could not be sent",
      withRegion({ undelivered: { value: 3 } }),
      [["warning", "forwarding", home, "firebreak-forwarding-dead"]],
      /About 3 findings could not be sent/,
    ],
    [
      "a test event that cannot be sent",
      withRegion({ event: { problem: "AccessDenied: no" } }),
      [["fault", "delivery", home, "test event"]],
      /AccessDenied: no/,
    ],
    [
      "no detector",
      withRegion({ detector: { value: undefined } }),
      [["fault", "guardduty", home, "detector"]],
      /GuardDuty is off/,
    ],
    [
      "a suspended detector",
      withDetector({ status: "DISABLED" }),
      [["fault", "guardduty", home, "detector"]],
      /is DISABLED/,
    ],
    [
      "Y13: a filter that archives what it matches",
      withDetector({ suppressing: ["noise"] }),
      [["warning", "guardduty", home, "filter noise"]],
      /does not send archived findings: they are not contained/,
    ],
    [
      "Y13: a list of trusted addresses",
      withDetector({ trusted: ["offices"] }),
      [["warning", "guardduty", home, "trusted list offices"]],
      /creates no findings about the entries of this list/,
    ],
    [
      "Y13: a disabled protection",
      withDetector({ disabled: ["S3_DATA_EVENTS"] }),
      [["warning", "guardduty", home, "protection S3_DATA_EVENTS"]],
      /is off/,
    ],
    [
      "Y13: delayed updates",
      withDetector({ frequency: "SIX_HOURS" }),
      [["warning", "guardduty", home, "frequency"]],
      /six hours/,
    ],
    [
      "a stopped recorder",
      withRegion({ recorder: { value: { recording: false } } }),
      [["fault", "config", home, "recorder"]],
      /stopped.*Start it/,
    ],
    [
      "a recorder that fails",
      withRegion({ recorder: { value: { recording: true, lastStatus: "FAILURE", lastError: "AccessDenied" } } }),
      [["fault", "config", home, "recorder"]],
      /failed \(AccessDenied\)/,
    ],
    [
      "rules without a recorder",
      withRegion({ recorder: { value: undefined } }),
      [["fault", "config", home, "recorder"]],
      /rules evaluate nothing/,
    ],
    [
      "an inactive rule",
      withRegion({
        rules: {
          value: [
            { name: "ENCRYPTED_VOLUMES", state: "DELETING" },
            { name: settings.openGroups.rule, state: "ACTIVE" },
          ],
        },
      }),
      [["fault", "config", home, "ENCRYPTED_VOLUMES"]],
      /is DELETING/,
    ],
    [
      "a rule whose evaluation fails",
      withRegion({ rules: { value: [{ name: settings.openGroups.rule, state: "ACTIVE", error: "Lambda: no" }] } }),
      [["fault", "config", home, settings.openGroups.rule]],
      /Lambda: no/,
    ],
    [
      "a rule of our own whose function does not admit the account",
      withRegion({ admitted: { value: false } }),
      [["fault", "config", home, "firebreak-open-groups"]],
      /memberAccounts/,
    ],
    [
      "a rule of our own whose function is not in the Region",
      withRegion({ admitted: { value: undefined } }),
      [["fault", "config", home, "firebreak-open-groups"]],
      /firebreak:regions of the security account/,
    ],
    [
      "a listed account without our own rule",
      withRegion({ rules: { value: [{ name: "ENCRYPTED_VOLUMES", state: "ACTIVE" }] } }, ["admitted"]),
      [["warning", "config", home, settings.openGroups.rule]],
      /open groups are not found/,
    ],
  ];
  for (const [title, seen, expected, says] of cases) {
    it(`find ${title}, and say what it means and what to do`, () => {
      const results = checkAccount(seen, settings);
      assert.deepEqual(notWell(results), expected);
      const [found] = results.filter(({ status }) => status !== "ok");
      assert.equal(found!.account, member);
      assert.match(found!.says, says);
    });
  }

  it("report a Region of the security account that is not covered once, and nothing else about it", () => {
    const seen = withRole("firebreak-forwarding", () => ({
      tags: { [versionTag]: settings.version, "firebreak:forwards/eu-west-1": "yes" },
    }));
    const uncovered = {
      ...wellRegion(second),
      ...noRule,
      detector: { value: undefined },
      recorder: { value: undefined },
    };
    const results = checkAccount({ ...seen, regions: [wellRegion(home), uncovered] }, settings);
    assert.deepEqual(notWell(results), [["warning", "forwarding", second, second]]);
  });

  it("report the rule as missing if the stack says that it covers the Region, or is too old to say", () => {
    for (const tags of [{ "firebreak:forwards/eu-west-1": "yes" }, {}] as Record<string, string>[]) {
      const seen = withRole("firebreak-forwarding", () => ({ tags: { [versionTag]: settings.version, ...tags } }));
      const { event: _, ...lost } = { ...wellRegion(home), ...noRule };
      assert.deepEqual(notWell(checkAccount({ ...seen, regions: [lost] }, settings)), forwarding(home));
    }
  });

  it("need neither role nor rule to evaluate groups if no account is listed", () => {
    const { [settings.openGroups.role.name]: _, ...roles } = wellAccount().roles;
    const region: RegionObservation = {
      ...wellRegion(home),
      rules: { value: [{ name: "ENCRYPTED_VOLUMES", state: "ACTIVE" }] },
    };
    const unlisted = { ...settings, openGroups: { ...settings.openGroups, accounts: [] } };
    assert.deepEqual(notWell(checkAccount({ ...wellAccount(), roles, regions: [region] }, unlisted)), []);
    const none: RegionObservation = { ...region, rules: { value: [] }, recorder: { value: undefined } };
    assert.deepEqual(notWell(checkAccount({ ...wellAccount(), roles, regions: [none] }, unlisted)), [
      ["warning", "config", home, "recorder"],
      ["warning", "config", home, "rules"],
    ]);
  });

  it("report what cannot be read as unknown, never as ok and never as a fault by itself", () => {
    const problem = { problem: "AccessDenied: no" };
    const keys = ["rule", "targets", "undelivered", "detector", "recorder", "rules"] as const;
    fc.assert(
      fc.property(fc.subarray([...keys], { minLength: 1 }), (unreadable) => {
        const region: RegionObservation = {
          ...wellRegion(home),
          ...Object.fromEntries(unreadable.map((key) => [key, problem])),
        };
        const results = checkAccount({ ...wellAccount(), regions: [region] }, settings);
        const bad = results.filter(({ status }) => status !== "ok");
        // The rule and its targets share one result.
        const both = unreadable.includes("rule") && unreadable.includes("targets") ? 1 : 0;
        // Then the purpose of the rules is unknown, too.
        const others = bad.filter(({ status }) => status !== "unknown");
        assert.equal(bad.length - others.length, unreadable.length - both);
        assert.deepEqual(others, []);
        for (const { says } of bad) assert.match(says, /AccessDenied: no/);
      }),
    );
  });

  it("report a role that cannot be read as unknown", () => {
    const unreadable: Reading<RoleState | undefined> = { problem: "Throttling: later" };
    const seen = wellAccount();
    const results = checkAccount({ ...seen, roles: { ...seen.roles, [role]: unreadable } }, settings);
    assert.deepEqual(notWell(results), [["unknown", "roles", undefined, role]]);
  });
});
