import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { check } from "../../../cli/preflight/check";
import type { Found } from "../../../cli/preflight/found";
import type { AccountSeen, RegionSeen } from "../../../cli/preflight/observations";
import { type Plan, types } from "../../../cli/preflight/plan";
import { account, accountSeen, extra, planWith, region, regionSeen, simulated, trust } from "./seen";

const found = (plan: Plan, change: Partial<RegionSeen> = {}, whole: Partial<AccountSeen> = {}): Found[] =>
  check(plan, { account: accountSeen(whole), regions: [regionSeen(change)] });
/** Everything that is not ok, except what AWS can never tell. */
const wrongOf = (all: Found[]) =>
  all.filter(({ status, subject }) => status !== "ok" && subject !== "conditions on the calling principal");
const only = (all: Found[]): Found => {
  const [first, ...more] = wrongOf(all);
  assert.ok(first && more.length === 0, JSON.stringify(wrongOf(all)));
  return first;
};

describe("what blocks a deployment: quotas", () => {
  it("X52: nothing, if there is room for everything", () => {
    assert.deepEqual(wrongOf(found(planWith())), []);
  });

  it("X52: an eleventh log resource policy, but not a tenth, nor the stack's own", () => {
    const nine = Array.from({ length: 9 }, (_, at) => `p${at}`);
    assert.deepEqual(wrongOf(found(planWith(), { logPolicies: { value: nine } })), []);
    const eleventh = only(found(planWith(), { logPolicies: { value: [...nine, "p9"] } }));
    assert.deepEqual([eleventh.status, eleventh.region], ["blocker", region]);
    assert.match(eleventh.says, /^10 of 10 are used \(p0, .*needs 1 more/);
    assert.match(eleventh.mend!, /AWS does not raise this quota.*delete-resource-policy/);
    assert.deepEqual(wrongOf(found(planWith(), { logPolicies: { value: [...nine, "firebreak-findings"] } })), []);
  });

  it("X52: reservations that do not leave 100 executions, with the minimum to request", () => {
    const of = (quota: number, unreserved: number) =>
      found(planWith(), { concurrency: { value: { quota, unreserved } } });
    assert.deepEqual(wrongOf(of(220, 220)), []);
    const low = only(of(219, 219));
    assert.match(low.says, /The quota is 219, of which 219 are unreserved\. The stack reserves 120/);
    assert.match(low.mend!, /--quota-code L-B99A9384 --desired-value 1000 --region eu-west-1/);
    assert.match(low.mend!, /firebreak:reserveConcurrency: false/);
    assert.match(only(of(2000, 150)).mend!, /--desired-value 2070 /);
  });

  it("X52: nothing that the stack's functions have reserved already", () => {
    const trusted = { value: [{ name: "firebreak-a", arn: "arn", trust }] };
    const taken = { [types.function]: { value: ["firebreak-f", "firebreak-g"] } };
    const change = { concurrency: { value: { quota: 220, unreserved: 100 } }, taken };
    assert.deepEqual(wrongOf(found(planWith(), change, { roles: trusted })), []);
  });

  it("X52: too many rules by bus, roles in the account, or policies by role", () => {
    const rules = Array.from({ length: 300 }, (_, at) => ({ bus: "default", name: `r${at}` }));
    const full = only(found(planWith(), { rules: { value: rules } }));
    assert.match(full.says, /^300 of 300 are used, 1 more needed/);
    assert.match(full.mend!, /--service-code events --quota-code L-244521F2 --desired-value 301/);
    assert.deepEqual(
      wrongOf(found(planWith(), { rules: { value: rules.map((rule) => ({ ...rule, bus: "b" })) } })),
      [],
    );
    const counts = {
      Roles: 1000,
      RolesQuota: 1000,
      Policies: 1,
      PoliciesQuota: 1500,
      AttachedPoliciesPerRoleQuota: 10,
    };
    const roles = only(found(planWith(), {}, { summary: { value: counts } }));
    assert.match(roles.mend!, /--service-code iam --quota-code L-FE177D64 --desired-value 1001 --region us-east-1/);
    const few = { ...counts, Roles: 0, AttachedPoliciesPerRoleQuota: 1 };
    const plan = planWith({}, [extra.attachment("a"), extra.attachment("b")]);
    assert.equal(only(found(plan, {}, { summary: { value: few } })).subject, "Managed policies per role");
    const noPolicy = { ...counts, Roles: 0, Policies: 1500 };
    assert.equal(only(found(planWith(), {}, { summary: { value: noPolicy } })).status, "warning");
  });

  it("X52: no room for AWS Config rules and isolation groups", () => {
    const many = Array.from({ length: 1000 }, (_, at) => `r${at}`);
    const recorder = { value: { name: "default", roleArn: "arn:x", recording: true } };
    const plan = planWith({}, [extra.configRule]);
    assert.match(only(found(plan, { configRules: { value: many }, recorder })).says, /1000 of 1000/);
    const groups = only(found(planWith(), { groups: { value: { groups: 2497, vpcs: 2 } } }));
    assert.deepEqual([groups.status, /2497 of 2500 are used, 4 more/.test(groups.says)], ["warning", true]);
  });
});

describe("what blocks a deployment: sources of findings", () => {
  const theirs = { value: { name: "default", roleArn: `arn:aws:iam::${account}:role/theirs`, recording: true } };

  it("X52: an existing recorder where the stack would make one, unless it is the stack's own", () => {
    const plan = planWith({}, [extra.recorder]);
    const there = only(found(plan, { recorder: theirs }));
    assert.deepEqual([there.status, there.mend!.includes("recorder: false")], ["blocker", true]);
    const own = { value: { ...theirs.value, roleArn: `arn:aws:iam::${account}:role/firebreak-a` } };
    assert.deepEqual(wrongOf(found(plan, { recorder: own })), []);
    assert.deepEqual(wrongOf(found(plan)), []);
    assert.equal(only(found(plan, { deliveryChannel: { value: "default" } })).status, "blocker");
  });

  it("X52: rules without a recorder, and a warning for a stopped one", () => {
    const plan = planWith({}, [extra.configRule]);
    assert.match(only(found(plan)).says, /There is none, but firebreak:config has 1 rules/);
    const stopped = { value: { ...theirs.value, recording: false } };
    assert.equal(only(found(plan, { recorder: stopped })).status, "warning");
    assert.deepEqual(wrongOf(found(plan, { recorder: theirs })), []);
  });

  it("X52: a detector that is missing, off, or administered by an unknown account", () => {
    assert.match(only(found(planWith(), { detector: { value: undefined } })).says, /GuardDuty is off/);
    assert.deepEqual(wrongOf(found(planWith({}, [extra.detector]), { detector: { value: undefined } })), []);
    assert.match(only(found(planWith(), { detector: { value: { status: "DISABLED" } } })).says, /DISABLED/);
    const foreign = { value: { status: "ENABLED", administrator: "222233334444" } };
    assert.match(only(found(planWith(), { detector: foreign })).says, /member of the administrator 222233334444/);
    const known = planWith({ "firebreak:delegatedAdministrators": '["222233334444"]' });
    assert.deepEqual(wrongOf(found(known, { detector: foreign })), []);
  });

  it("X52: Security Hub that is off although its actions would be made, or on although nobody uses it", () => {
    const wanted = planWith({ "firebreak:securityHub": "true" });
    const aggregation = { value: region };
    assert.equal(only(found(wanted, { aggregation })).status, "blocker");
    assert.equal(only(found(planWith(), { hub: { value: {} } })).status, "warning");
    assert.deepEqual(wrongOf(found(wanted, { hub: { value: {} }, aggregation })), []);
  });

  it("X52: an aggregation Region other than the home Region", () => {
    const wanted = planWith({ "firebreak:securityHub": "true" });
    const other = only(found(wanted, { hub: { value: {} }, aggregation: { value: "us-east-1" } }));
    assert.match(other.says, /aggregates into us-east-1, but firebreak:homeRegion is eu-west-1/);
    assert.match(only(found(wanted, { hub: { value: {} } })).says, /into no Region/);
  });

  it("X52: a Region that the account has not opted in to", () => {
    assert.equal(only(found(planWith(), { optedIn: { value: "not-opted-in" } })).status, "blocker");
  });
});

describe("what blocks a deployment: the organization", () => {
  it("X52: an id that differs from the settings, and no organization at all", () => {
    const other = { value: { id: "o-zzzzzzzzzz", managementAccountId: "999900001111" } };
    const wrong = only(found(planWith(), {}, { organization: other }));
    assert.deepEqual([wrong.status, wrong.mend!.includes("firebreak:organizationId: o-zzzzzzzzzz")], ["blocker", true]);
    assert.match(only(found(planWith(), {}, { organization: { value: undefined } })).says, /in no organization/);
  });

  it("X52: administrators that the settings do not name, and services without one or without trusted access", () => {
    const administrators = {
      ...accountSeen().administrators,
      "guardduty.amazonaws.com": { value: ["222233334444"] },
    };
    const foreign = only(found(planWith(), {}, { administrators }));
    assert.match(foreign.mend!, /Add 222233334444 to firebreak:delegatedAdministrators/);
    const known = planWith({ "firebreak:delegatedAdministrators": '["222233334444"]' });
    assert.deepEqual(wrongOf(found(known, {}, { administrators })), []);
    const none = { ...administrators, "guardduty.amazonaws.com": { value: [] } };
    assert.match(only(found(planWith(), {}, { administrators: none })).mend!, /register-delegated-administrator/);
    const trusted = { value: ["guardduty.amazonaws.com", "config.amazonaws.com"] };
    assert.equal(only(found(planWith(), {}, { trusted })).subject, "trusted access of Security Hub");
  });

  it("X52: what cannot be read is unknown, and the result says where to get access", () => {
    const problem = "the permission organizations:ListDelegatedAdministrators is missing (no)";
    const administrators = { ...accountSeen().administrators, "config.amazonaws.com": { problem } };
    const unknown = only(found(planWith(), {}, { administrators }));
    assert.deepEqual([unknown.status, unknown.says], ["unknown", `Could not check: ${problem}`]);
    assert.match(unknown.mend!, /in the management account: aws organizations list-delegated-administrators/);
  });
});

describe("what blocks a deployment: names", () => {
  it("X52: another owner's role with one of our names, whatever its case and path", () => {
    const roles = { value: [{ name: "Firebreak-A", arn: "arn:aws:iam::1:role/x/Firebreak-A", trust: "{}" }] };
    const taken = only(found(planWith(), {}, { roles }));
    assert.deepEqual([taken.status, taken.subject], ["blocker", "Firebreak-A"]);
    assert.match(taken.mend!, /aws iam get-role --role-name Firebreak-A/);
  });

  it("X52: other owners' queues and rules, but not those of an existing stack", () => {
    const change = {
      taken: { [types.queue]: { value: ["firebreak-queue"] } },
      rules: { value: [{ bus: "default", name: "firebreak-rule" }] },
    };
    const strange = wrongOf(found(planWith(), change));
    assert.deepEqual(
      strange.map(({ subject, status }) => [subject, status]),
      [
        ["firebreak-queue", "blocker"],
        ["firebreak-rule", "blocker"],
      ],
    );
    assert.match(strange[1]!.why!, /overwrite it/);
    const roles = { value: [{ name: "firebreak-a", arn: "arn", trust }] };
    assert.deepEqual(wrongOf(found(planWith(), change, { roles })), []);
    const onAnotherBus = { rules: { value: [{ bus: "else", name: "firebreak-rule" }] } };
    assert.deepEqual(wrongOf(found(planWith(), onAnotherBus)), []);
  });
});

describe("what blocks a deployment: policies", () => {
  const arn = `arn:aws:iam::${account}:policy/boundary`;
  const bounded = planWith({ "firebreak:permissionsBoundary": arn });
  const role = `arn:aws:iam::${account}:role/firebreak-a`;

  it("X52: roles that the organization or the caller's own policies do not allow to make", () => {
    const refused = { resource: role, byOrganization: false };
    const byOrganization = { value: [simulated("iam:CreateRole", refused)] };
    const one = only(found(planWith(), {}, { rolePermissions: byOrganization }));
    assert.match(
      one.says,
      /A policy of the organization refuses these calls to the caller: iam:CreateRole on firebreak-a\.$/,
    );
    assert.match(one.mend!, /If the organization requires a boundary on every role, set firebreak:permissionsBoundary/);
    const own = { value: [simulated("iam:CreateRole", { resource: role, byOrganization: true })] };
    assert.match(
      only(found(bounded, {}, { rolePermissions: own, boundary: allows })).says,
      /caller's own policies do not/,
    );
  });
  const allows = { value: { exists: true, refused: [] } };

  it("X52: a boundary that does not exist, or does not allow what the roles need", () => {
    const absent = { value: { exists: false, refused: [] } };
    assert.match(only(found(bounded, {}, { boundary: absent })).says, /policy\/boundary does not exist/);
    const narrow = { value: { exists: true, refused: [simulated("ec2:CreateTags")] } };
    const blocker = only(found(bounded, {}, { boundary: narrow }));
    assert.deepEqual(
      [blocker.status, /does not allow these actions everywhere: ec2:CreateTags/.test(blocker.says)],
      ["blocker", true],
    );
    const depends = { value: { exists: true, refused: [simulated("ec2:CreateTags", { missing: ["aws:Tag"] })] } };
    assert.equal(only(found(bounded, {}, { boundary: depends })).status, "warning");
    assert.deepEqual(wrongOf(found(bounded, {}, { boundary: allows })), []);
  });

  it("X52: calls of the responses that the organization denies, whatever the caller's own policies allow", () => {
    const action = "ec2:ModifyNetworkInterfaceAttribute";
    const refused = found(planWith(), { permissions: { value: [simulated(action, { byOrganization: false })] } });
    assert.deepEqual([only(refused).status, only(refused).subject], ["blocker", "calls of the responses"]);
    const own = found(planWith(), { permissions: { value: [simulated(action, { byOrganization: true })] } });
    assert.deepEqual(wrongOf(own), []);
  });

  it("X52: calls of the deployment: blocked if denied, doubtful if merely not allowed everywhere", () => {
    const of = (change: object) =>
      only(found(planWith(), { permissions: { value: [simulated("sqs:CreateQueue", change)] } }));
    assert.equal(of({ decision: "explicitDeny" }).status, "blocker");
    assert.equal(of({}).status, "warning");
    assert.equal(of({ byOrganization: false }).status, "blocker");
    assert.equal(of({ byOrganization: false, missing: ["aws:SourceIp"] }).status, "warning");
  });

  it("X52: what cannot be simulated is unknown", () => {
    const problem = "IAM simulates users and roles only";
    const all = found(planWith(), { permissions: { problem } }, { rolePermissions: { problem } });
    assert.deepEqual(
      wrongOf(all).map(({ status }) => status),
      ["unknown", "unknown", "unknown"],
    );
    assert.ok(
      all.some(({ subject, status }) => subject === "conditions on the calling principal" && status === "unknown"),
    );
  });
});
