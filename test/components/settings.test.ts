import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { names } from "../../components/names";
import { responseSchemas } from "../../components/responseSettings";
import { readSettings, settingKeys } from "../../components/settings";
import { masterConfig, serviceConfig } from "./deploy";

const read = (config: Record<string, string | undefined>) => readSettings((key) => config[`firebreak:${key}`]);
const refusal = (change: Record<string, string | undefined>, base = masterConfig): string => {
  try {
    read({ ...base, ...change });
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};

describe("settings", () => {
  it("M32: have the documented defaults, and every response observes", () => {
    assert.deepEqual(read({ ...masterConfig, "firebreak:responses": undefined }), {
      kind: "master",
      accountId: "111122223333",
      organizationId: "o-a1b2c3d4e5",
      securityAccountId: "111122223333",
      homeRegion: "eu-west-1",
      regions: ["eu-west-1", "us-east-1"],
      rolePrefix: "Security-IR-Role",
      exceptionTagKey: "SecurityException",
      exceptions: { expiryRequired: false, signatureRequired: false, never: [] },
      approvers: [],
      delegatedAdministrators: [],
      memberAccounts: [],
      alertEmails: [],
      deliveryAttempts: 5,
      protectedResources: [],
      approvalHours: 24,
      reminderDays: 14,
      byHand: {},
      auditTrail: false,
      securityHub: false,
      archiveFindings: "below-critical",
      reserveConcurrency: true,
      noticeFormat: "text",
      config: { rules: [], recorder: false, topic: false },
      guardDuty: { detector: false },
      runbooks: [],
      responses: {
        "isolate-instance": {
          modes: [],
          containmentsPerHour: 20,
          conversionSeconds: 5,
          openFirst: "unless-no-egress",
          snapshots: true,
        },
        "block-principal": {
          modes: [],
          containmentsPerHour: 20,
          roles: "session",
          wholeRoleIfNeeded: false,
          deleteLoginProfile: false,
          reactivateCredentials: false,
          lookAgainSeconds: 10,
          protectedPrincipals: [],
        },
        "confine-security-group": {
          modes: [],
          containmentsPerHour: 20,
          safeRangesIPv4: "172.31.0.0/16",
          safeRangesIPv6: "fe80::/10",
          safeRangesByVpc: {},
          allowedPublicPorts: [],
        },
        "block-public-bucket": { modes: [], containmentsPerHour: 20 },
        "run-runbook": { modes: [], containmentsPerHour: 20 },
      },
    });
  });

  it("of a service account ignore what Pulumi.yaml gives every stack", () => {
    assert.equal(read({ ...serviceConfig, "firebreak:exceptionTagKey": "SecurityException" }).kind, "service");
  });

  const wrong: [string, Record<string, string | undefined>, RegExp][] = [
    [
      "a protected resource that is no ARN",
      { "firebreak:protectedResources": '["i-1"]' },
      /protectedResources.0 is "i-1"/,
    ],
    [
      "a cap of nothing",
      { "firebreak:responses": '{"isolate-instance": {"containmentsPerHour": 0}}' },
      /responses.isolate-instance.containmentsPerHour is 0/,
    ],
    [
      "M60 an unknown mode",
      { "firebreak:responses": '{"isolate-instance": {"modes": [{"mode": "ask"}]}}' },
      /modes.0.mode is "ask": it has to be .*approve/,
    ],
    ["a missing kind", { "firebreak:kind": undefined }, /firebreak:kind is missing: it has to be master .* or service/],
    ["an unknown kind", { "firebreak:kind": "primary" }, /firebreak:kind is "primary"/],
    ["a missing account", { "firebreak:accountId": undefined }, /firebreak:accountId is missing: it has to be/],
    [
      "M40 a placeholder account",
      { "firebreak:accountId": "000000000000" },
      /accountId is "000000000000": it has to be the id of a real account, not the placeholder/,
    ],
    [
      "M40 the sample's placeholder",
      { "firebreak:securityAccountId": "012345678912" },
      /securityAccountId is "012345678912"/,
    ],
    [
      "a short account id",
      { "firebreak:accountId": "12345" },
      /accountId is "12345": it has to be a 12-digit account id/,
    ],
    [
      "M40 a placeholder organization",
      { "firebreak:organizationId": "o-1234567890" },
      /organizationId is "o-1234567890".*not the placeholder/,
    ],
    ["M38 an organization that is a wildcard", { "firebreak:organizationId": "*" }, /organizationId is "\*"/],
    ["no Region", { "firebreak:regions": "[]" }, /regions is \[\]/],
    [
      "a Region that is none",
      { "firebreak:regions": '["Ireland"]' },
      /regions.0 is "Ireland": it has to be a Region such as eu-west-1/,
    ],
    ["a list that is none", { "firebreak:regions": "eu-west-1" }, /regions is "eu-west-1": it has to be a list/],
    [
      "a tag key of AWS's",
      { "firebreak:exceptionTagKey": "aws:exempt" },
      /exceptionTagKey is "aws:exempt".*does not begin with aws:|begin with aws:/,
    ],
    ["an unknown form of notices", { "firebreak:noticeFormat": "html" }, /noticeFormat is "html".*text or chat/],
    ["no delivery at all", { "firebreak:deliveryAttempts": "0" }, /deliveryAttempts is 0/],
    [
      "an unknown response",
      { "firebreak:responses": '{"isolate-instances":{}}' },
      /responses has the unknown key isolate-instances/,
    ],
    [
      "an unknown setting of a response",
      { "firebreak:responses": '{"isolate-instance":{"snapshot":true}}' },
      /responses.isolate-instance has the unknown key snapshot/,
    ],
    [
      "an unknown mode",
      { "firebreak:responses": '{"isolate-instance":{"modes":[{"mode":"on"}]}}' },
      /responses.isolate-instance.modes.0.mode is "on".*contain/,
    ],
    [
      "M40 a placeholder account in a mode",
      { "firebreak:responses": '{"isolate-instance":{"modes":[{"mode":"contain","accounts":["000000000000"]}]}}' },
      /modes.0.accounts.0 is "000000000000": it has to be the id of a real account/,
    ],
    [
      "M60 a port that there is not",
      { "firebreak:responses": '{"confine-security-group":{"allowedPublicPorts":["70000"]}}' },
      /allowedPublicPorts.0 is "70000".*65535/,
    ],
    [
      "M60 a range of ports that begins after its end",
      { "firebreak:responses": '{"confine-security-group":{"allowedPublicPorts":["443-80"]}}' },
      /allowedPublicPorts.0 is "443-80"/,
    ],
    [
      "a security account that is another one",
      { "firebreak:securityAccountId": "222233334444" },
      /have to be the same/,
    ],
  ];
  for (const [name, change, expected] of wrong) {
    it(`refuse ${name}, with key, value and what is allowed`, () => assert.match(refusal(change), expected));
  }

  it("refuse a service stack for the security account", () => {
    assert.match(refusal({ "firebreak:accountId": "111122223333" }, serviceConfig), /has to be of kind master/);
  });

  it("name every problem at once", () => {
    const text = refusal({ "firebreak:accountId": "1", "firebreak:organizationId": "x", "firebreak:homeRegion": "y" });
    for (const key of ["accountId", "organizationId", "homeRegion"])
      assert.match(text, new RegExp(`firebreak:${key} is`));
  });

  it("M60: the longest prefix that is accepted makes names of roles that IAM accepts", () => {
    const rolePrefix = "P".repeat(38);
    assert.equal(refusal({ "firebreak:rolePrefix": rolePrefix }), "accepted");
    for (const response of [...Object.keys(responseSchemas), "open-groups"]) {
      assert.ok(names.serviceRole(rolePrefix, response).length <= 64, response);
    }
  });

  for (const file of ["Pulumi.master.yaml", "Pulumi.service-payments.yaml", "Pulumi.service-website.yaml"]) {
    it(`${file} uses known keys only`, () => {
      const text = readFileSync(path.join(__dirname, "..", "..", file), "utf8");
      const keys = [...text.matchAll(/^\s+(?:# )?firebreak:(\w+):/gm)].map((match) => match[1]!);
      assert.ok(keys.length >= 5);
      for (const key of keys) assert.ok(key in settingKeys, key);
    });

    it(`M61: ${file} holds placeholders and nobody's own ids`, () => {
      const text = readFileSync(path.join(__dirname, "..", "..", file), "utf8");
      assert.deepEqual([...new Set(text.match(/\d{12}/g))], ["000000000000"]);
      assert.deepEqual([...new Set(text.match(/\bo-[a-z0-9]{10,}/g))], ["o-xxxxxxxxxx"]);
      for (const address of text.match(/[\w.]+@[\w.]+/g) ?? []) assert.match(address, /@example\.com$/);
    });
  }
});
