import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { knownTypes, meantType } from "../../../components/settings/findingTypes";
import { readSettings } from "../../../components/settings/settings";
import { stackFiles } from "../../../components/settings/stackFile";
import { warningsOf } from "../../../components/settings/warnings";
import { distance, nearest } from "../../../runtime/lib/nearest";
import { masterConfig } from "../deploy";

const warnings = (responses: object, accounts: string[] = [], more: Record<string, string> = {}) => {
  const config: Record<string, string> = { ...masterConfig, ...more, "firebreak:responses": JSON.stringify(responses) };
  return warningsOf(
    readSettings((key) => config[`firebreak:${key}`]),
    accounts,
  );
};
const modes = (...rules: object[]) => ({ "isolate-instance": { modes: rules } });

describe("settings that are allowed but have no effect", () => {
  it("X35: include an account in a mode that no stack's file has", () => {
    const rule = { mode: "contain", accounts: ["444455556666", "777788889999"] };
    assert.deepEqual(warnings(modes(rule), ["444455556666"]), [
      "responses.isolate-instance.modes.0 names account 777788889999, which is in no stack file here",
    ]);
    assert.deepEqual(warnings(modes(rule), []), [], "where there are no files nothing can be said");
    assert.deepEqual(warnings(modes(rule), ["444455556666"], { "firebreak:memberAccounts": '["777788889999"]' }), []);
  });

  it("X35: include a rule behind one that matches every finding", () => {
    assert.deepEqual(warnings(modes({ mode: "observe" }, { mode: "contain", severities: ["high"] })), [
      "responses.isolate-instance.modes.1 never decides: modes.0 before it matches every finding",
    ]);
    assert.deepEqual(warnings(modes({ mode: "contain", severities: ["high"] }, { mode: "observe" })), []);
  });

  it("X35: include an unknown finding type that resembles no known one", () => {
    const rule = { mode: "contain", types: ["Backdoor:Quantum/Entangled", "Config:Rule/my-rule-of-our-own"] };
    assert.deepEqual(warnings(modes({ ...rule, types: rule.types.slice(0, 1) })), [
      "responses.isolate-instance.modes.0.types has Backdoor:Quantum/Entangled, which matches no finding type that this version knows",
    ]);
  });

  it("L21: include deployers without the role of StackSets, and no account that may be one of theirs", () => {
    const sets = { "firebreak:stackSets": JSON.stringify({ organizationalUnits: ["ou-ab12-11111111"] }) };
    const deployers = (role: string) => ({
      ...sets,
      "firebreak:deployers": JSON.stringify([`arn:aws:iam::*:role/${role}`]),
    });
    assert.deepEqual(warnings({}, [], deployers("deploy")), [
      "deployers has no role of StackSets, stacksets-exec-...: where partsScp is attached, they can change nothing",
    ]);
    assert.deepEqual(warnings({}, [], deployers("stacksets-exec-0123456789abcdef")), []);
    const rule = { mode: "contain", accounts: ["777788889999"] };
    assert.deepEqual(warnings(modes(rule), ["444455556666"], sets), []);
  });

  it("X35: include nothing in the shipped files and the defaults", () => assert.deepEqual(warnings({}), []));
});

describe("the suggestion for a finding type", () => {
  it("X35: is none for a known type, a pattern of one, an own rule or a type of another resource", () => {
    for (const type of [
      ...knownTypes,
      "*",
      "Backdoor:EC2/*",
      "*:Kubernetes/*",
      "Config:Rule/MY_OWN_RULE",
      "Config:Rule/*",
      "UnauthorizedAccess:RDS/TorIPCaller",
      "Backdoor:EC2/C&CActivity.C",
      "SecurityHub:Control/EC2.999",
    ]) {
      assert.equal(meantType(type), undefined, type);
    }
  });

  for (const [type, meant] of [
    ["backdoor:ec2/spambot", "Backdoor:EC2/Spambot"],
    ["Backdoor:EC2/Spambots", "Backdoor:EC2/Spambot"],
    ["Backdoor:EC2:Spambot", "Backdoor:EC2/Spambot"],
    ["UnauthorisedAccess:IAMUser/TorIPCaller", "UnauthorizedAccess:IAMUser/TorIPCaller"],
    ["Backdor:EC2/*", "Backdoor:EC2/*"],
    ["Config:Rule/restricted-ssh", "Config:Rule/INCOMING_SSH_DISABLED"],
    ["Config: Rule/S3_BUCKET_PUBLIC_READ_PROHIBITED", "Config:Rule/S3_BUCKET_PUBLIC_READ_PROHIBITED"],
  ]) {
    it(`X35: for ${type} is ${meant}`, () => assert.equal(meantType(type!), meant));
  }
});

describe("the nearest word", () => {
  it("counts letters that are missing, extra, wrong or swapped", () => {
    assert.equal(distance("modes", "modse"), 1);
    assert.equal(distance("", "abc"), 3);
    assert.equal(distance("kitten", "sitting"), 3);
  });
  it("X35: ignores case and punctuation, and is none if nothing is near", () => {
    assert.equal(nearest("Alert-Emails", ["alertEmails", "approvers"]), "alertEmails");
    assert.equal(nearest("colour", ["alertEmails", "approvers"]), undefined);
  });
});

describe("a folder's stack files", () => {
  it("X35: keep their keys and accounts as written; invalid YAML is left to Pulumi", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "stacks-"));
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: firebreak\n");
    writeFileSync(
      path.join(folder, "Pulumi.master.yaml"),
      'config:\n  firebreak:accountId: "111122223333"\n  alertEmails: []\n',
    );
    writeFileSync(path.join(folder, "Pulumi.broken.yaml"), "config: [");
    writeFileSync(path.join(folder, "Pulumi.empty.yaml"), "");
    assert.deepEqual(stackFiles(folder, "firebreak"), [
      { stack: "empty", keys: [], accountId: undefined },
      { stack: "master", keys: ["firebreak:accountId", "firebreak:alertEmails"], accountId: "111122223333" },
    ]);
    assert.deepEqual(stackFiles(path.join(folder, "not-there"), "firebreak"), []);
  });
});
