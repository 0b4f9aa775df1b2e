import assert from "node:assert/strict";
import { othersOf } from "../../../components/documents/otherRoutes";
import { targetsFor } from "../../../runtime/containment/targetsFor";
import type { Finding, Resource } from "../../../runtime/model/finding";
import { reasonOf } from "../../../runtime/model/refusal";
import { catalogue } from "../../../runtime/responses/catalogue";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const instance: Resource = { ...place, kind: "ec2-instance", id: "i-0123456789abcdef0" };
const bucket: Resource = { ...place, kind: "s3-bucket", id: "shop" };

const finding = (change: Partial<Finding>): Finding => ({
  source: "guardduty",
  id: "f1",
  type: "Backdoor:EC2/Spambot",
  title: "",
  severity: 8,
  ...place,
  firstSeen: "2026-11-25T00:00:00Z",
  lastSeen: "2026-11-25T00:00:00Z",
  sentAt: "2026-11-25T00:00:00Z",
  sample: false,
  resourceType: "Instance",
  resources: [instance],
  ...change,
});

/** What each route that takes the resource type does: ids of targets, a text, or nothing. */
function fates(given: Finding, types: Record<string, string[]> = {}): Record<string, string[] | string> {
  const settings = Object.fromEntries(
    Object.entries(types).map(([name, findingTypes]) => [name, { modes: [], containmentsPerHour: 20, findingTypes }]),
  );
  const takers = catalogue.filter((route) => route.resourceTypes.includes(given.resourceType));
  const all = takers.map((route) => {
    const findingTypes = types[route.name] ?? route.findingTypes;
    const found = targetsFor(route, given, { findingTypes, others: othersOf(route, catalogue, settings) });
    return [route.name, Array.isArray(found) ? found.map((target) => target.id) : found && reasonOf(found)] as const;
  });
  return Object.fromEntries(all.flatMap(([name, fate]) => (fate === undefined ? [] : [[name, fate]])));
}

describe("the responses to a finding", () => {
  it("F36: isolate for the configured list of types, and no other", () => {
    const types = { "isolate-instance": ["Recon:EC2/Portscan"] };
    assert.deepEqual(fates(finding({ type: "Recon:EC2/Portscan" }), types), { "isolate-instance": [instance.id] });
    assert.match(String(fates(finding({}), types)["isolate-instance"]), /does not act on Backdoor:EC2\/Spambot/);
  });

  it("F37: block for the configured list of types, and no other", () => {
    const principal: Resource = {
      ...place,
      kind: "iam-principal",
      id: "AIDAEXAMPLE",
      principal: { userType: "IAMUser", userName: "alice", principalId: "AIDAEXAMPLE", accessKeyId: "AKIAEXAMPLE" },
    };
    const of = (type: string) => finding({ type, resourceType: "AccessKey", resources: [principal] });
    const types = { "block-principal": ["Recon:IAMUser/TorIPCaller"] };
    assert.deepEqual(fates(of("Recon:IAMUser/TorIPCaller"), types), { "block-principal": ["alice"] });
    assert.equal(typeof fates(of("UnauthorizedAccess:IAMUser/TorIPCaller"), types)["block-principal"], "string");
  });

  it("each answer an attack sequence for their own kind of resource", () => {
    const sequence = { type: "AttackSequence:S3/CompromisedData", resourceType: "AttackSequence" };
    assert.deepEqual(fates(finding({ ...sequence, resources: [instance, bucket] })), {
      "isolate-instance": [instance.id],
      "block-public-bucket": ["shop"],
    });
    assert.deepEqual(fates(finding({ ...sequence, resources: [bucket] })), { "block-public-bucket": ["shop"] });
  });

  it("N39: leave what names only an account to the response that finds the targets there, and the rest to notify", () => {
    const about = (rule: string) =>
      finding({ type: `Config:Rule/${rule}`, resourceType: "AWS::::Account", resources: [] });
    const takers = (given: Finding) =>
      catalogue.flatMap((route) => {
        const others = othersOf(route, catalogue, {});
        const found = targetsFor(route, given, { findingTypes: route.findingTypes, others });
        return found === undefined ? [] : [[route.name, Array.isArray(found) ? found : "none"]];
      });
    assert.deepEqual(takers(about("EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK")), [["unshare-copy", []]]);
    assert.deepEqual(takers(about("ROOT_ACCOUNT_MFA_ENABLED")), [["notify", "none"]]);
    assert.deepEqual(takers(about("GUARDDUTY_ENABLED_CENTRALIZED")), [["restore-guardrail", []]]);
  });

  it("N40: give a finding about who switched a guardrail off to two: one blocks them, one finds the guardrail", () => {
    const principal = {
      ...place,
      kind: "iam-principal",
      id: "AIDAEXAMPLE",
      principal: { userType: "IAMUser", userName: "ann" },
    };
    const given = finding({
      type: "Policy:S3/AccountBlockPublicAccessDisabled",
      resourceType: "AccessKey",
      resources: [principal],
    });
    assert.deepEqual(fates(given), { "block-principal": ["ann"], "restore-guardrail": [] });
  });

  it("record once a finding that none of them can act on", () => {
    const nothing = finding({
      type: "AttackSequence:S3/CompromisedData",
      resourceType: "AttackSequence",
      resources: [],
    });
    assert.deepEqual(Object.keys(fates(nothing)), ["isolate-instance"]);
    const unknown = finding({ type: "Novelty:S3/Teleport", resourceType: "S3Bucket", resources: [bucket] });
    assert.equal(Object.keys(fates(unknown)).length, 1);
  });

  it("F29 F30: follow an analyst's choice whatever the type", () => {
    const given = finding({ type: "Recon:EC2/Portscan", action: "arn:aws:securityhub:x:y:action/custom/IsolateEc2SH" });
    assert.deepEqual(fates(given)["isolate-instance"], [instance.id]);
  });
});
