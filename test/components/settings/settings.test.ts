import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { settingKeys } from "../../../components/settings/keys";
import { responseSchemas } from "../../../components/settings/responses";
import { readSettings } from "../../../components/settings/settings";
import { approverTrust, tooManyApprovers } from "../../../components/shared/approverTrust";
import { names } from "../../../components/shared/names";
import { alwaysNotify } from "../../../runtime/notices/defaults";
import { encryptBuckets, masterConfig, serviceConfig } from "../deploy";

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
    const people = { "firebreak:operators": undefined, "firebreak:approvers": undefined };
    assert.deepEqual(read({ ...masterConfig, ...people, "firebreak:responses": undefined }), {
      kind: "master",
      accountId: "111122223333",
      organizationId: "o-a1b2c3d4e5",
      securityAccountId: "111122223333",
      homeRegion: "eu-west-1",
      regions: ["eu-west-1", "us-east-1"],
      rolePrefix: "Security-IR-Role",
      rolePath: "/",
      exceptionTagKey: "SecurityException",
      exceptions: { expiryRequired: false, signatureRequired: false, never: [] },
      operators: [],
      approvers: [],
      personalSessions: [],
      deployers: [],
      delegatedAdministrators: [],
      memberAccounts: [],
      notWatched: [],
      alertEmails: [],
      deliveryAttempts: 5,
      protectedResources: [],
      alwaysNotify,
      noticesPerHour: 20,
      pauseReminderHours: 4,
      approvalHours: 24,
      rehearsalAccounts: [],
      reminderDays: 14,
      byHand: {},
      auditTrail: false,
      securityHub: false,
      archiveFindings: "below-critical",
      reserveConcurrency: true,
      noticeFormat: "text",
      channels: {},
      config: { rules: [], recorder: false, record: "needed", topic: false },
      guardDuty: { detector: false },
      runbooks: [],
      responses: {
        "isolate-instance": {
          modes: [],
          containmentsPerHour: 20,
          conversionSeconds: 5,
          openFirst: "unless-no-egress",
          snapshots: true,
          shortTimeouts: false,
          blockDomains: false,
          neverBlock: [],
          networkAcls: true,
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
        "stop-function": { modes: [], containmentsPerHour: 20, disableEventSources: false },
        "isolate-database": {
          modes: [],
          containmentsPerHour: 20,
          snapshots: true,
          publicDatabase: "not-public",
          rotateManagedSecret: false,
          reboot: false,
        },
        "unshare-copy": {
          modes: [],
          containmentsPerHour: 20,
          allowedAccounts: [],
          withinOrganization: "keep",
          blockPublicAccess: false,
        },
        "isolate-pod": {
          modes: [],
          containmentsPerHour: 20,
          networkAcls: true,
          enforcingClusters: [],
          cordonNode: false,
        },
        "confine-cluster": { modes: [], containmentsPerHour: 20, publicAccessCidrs: [] },
        "isolate-task": { modes: [], containmentsPerHour: 20, networkAcls: true, stopTask: false },
        "restore-guardrail": { modes: [], containmentsPerHour: 20 },
        "run-runbook": { modes: [], containmentsPerHour: 20 },
      },
    });
  });

  it("of a service account ignore what Pulumi.yaml gives every stack", () => {
    assert.equal(read({ ...serviceConfig, "firebreak:exceptionTagKey": "SecurityException" }).kind, "service");
  });

  const wrong: [string, Record<string, string | undefined>, RegExp][] = [
    [
      "a protected resource that is not an ARN",
      { "firebreak:protectedResources": '["i-1"]' },
      /protectedResources.0 is "i-1"/,
    ],
    [
      "X35: a protected resource of a kind that no response acts on",
      { "firebreak:protectedResources": '["arn:aws:ec2:*:*:instances/i-1"]' },
      /protectedResources.0 is .*of ec2: instance, .*not "instances": did you mean instance\?/,
    ],
    [
      "X35: a protected principal with a path where a name belongs",
      { "firebreak:responses": '{"block-principal": {"protectedPrincipals": ["role/admin"]}}' },
      /protectedPrincipals.0 is "role\/admin".*use the name alone/,
    ],
    [
      "X35: a misspelled finding type",
      { "firebreak:responses": '{"isolate-instance": {"findingTypes": ["Backdoor:EC2/SpamBot"]}}' },
      /findingTypes.0 is "Backdoor:EC2\/SpamBot".*did you mean Backdoor:EC2\/Spambot\?/,
    ],
    [
      "X35: a rule's name as its documentation writes it, in a mode",
      {
        "firebreak:responses":
          '{"confine-security-group": {"modes": [{"mode": "contain", "types": ["Config:Rule/restricted-ssh"]}]}}',
      },
      /types.0 is .*did you mean Config:Rule\/INCOMING_SSH_DISABLED\?/,
    ],
    [
      "X35: a pattern that matches no type",
      { "firebreak:alwaysNotify": '["Stelth:*"]' },
      /alwaysNotify.0 is "Stelth:\*".*did you mean Stealth:\*\?/,
    ],
    [
      "X35: a misspelled mode",
      { "firebreak:responses": '{"isolate-instance": {"modes": [{"mode": "Contain"}]}}' },
      /modes.0.mode is "Contain".*did you mean contain\?/,
    ],
    [
      "X35: a rule for no account at all",
      { "firebreak:responses": '{"isolate-instance": {"modes": [{"mode": "contain", "accounts": []}]}}' },
      /modes.0.accounts is \[\]/,
    ],
    [
      "X35: the key of a VPC that is not one",
      { "firebreak:responses": '{"confine-security-group": {"safeRangesByVpc": {"vpc1": {"ipv4": "10.0.0.0/8"}}}}' },
      /safeRangesByVpc.vpc1/,
    ],
    ["X35: a tag key with a blank at its end", { "firebreak:exceptionTagKey": "Exempt " }, /without spaces around it/],
    [
      "X35: a misspelled setting of a response, suggesting the right one",
      { "firebreak:responses": '{"isolate-instance":{"snapshot":true}}' },
      /unknown key snapshot: did you mean snapshots\?/,
    ],
    [
      "a cap of nothing",
      { "firebreak:responses": '{"isolate-instance": {"containmentsPerHour": 0}}' },
      /responses.isolate-instance.containmentsPerHour is 0/,
    ],
    [
      "M60 an unknown mode",
      { "firebreak:responses": '{"isolate-instance": {"modes": [{"mode": "ask"}]}}' },
      /modes.0.mode is "ask": it must be .*approve/,
    ],
    ["a missing kind", { "firebreak:kind": undefined }, /firebreak:kind is missing: it must be master .* or service/],
    ["an unknown kind", { "firebreak:kind": "primary" }, /firebreak:kind is "primary"/],
    ["a missing account", { "firebreak:accountId": undefined }, /firebreak:accountId is missing: it must be/],
    [
      "M40 a placeholder account",
      { "firebreak:accountId": "000000000000" },
      /accountId is "000000000000": it must be the id of a real account, not the placeholder/,
    ],
    [
      "M40 the sample's placeholder",
      { "firebreak:securityAccountId": "012345678912" },
      /securityAccountId is "012345678912"/,
    ],
    [
      "a short account id",
      { "firebreak:accountId": "12345" },
      /accountId is "12345": it must be a 12-digit account id/,
    ],
    [
      "M40 a placeholder organization",
      { "firebreak:organizationId": "o-1234567890" },
      /organizationId is "o-1234567890".*not the placeholder/,
    ],
    ["M38 an organization that is a wildcard", { "firebreak:organizationId": "*" }, /organizationId is "\*"/],
    ["no Region", { "firebreak:regions": "[]" }, /regions is \[\]/],
    [
      "a Region that does not exist",
      { "firebreak:regions": '["Ireland"]' },
      /regions.0 is "Ireland": it must be a Region such as eu-west-1/,
    ],
    [
      "Y21: a document of the member account without the number of a version",
      {
        "firebreak:runbooks": JSON.stringify([
          { ...encryptBuckets, document: "Own-Runbook", documentVersion: "$LATEST" },
        ]),
      },
      /runbooks has encrypt-buckets with Own-Runbook and documentVersion \$LATEST: anyone who may update the document would get/,
    ],
    [
      "Y21: a document that a third account shares, in whatever version is its default",
      {
        "firebreak:runbooks": JSON.stringify([
          { ...encryptBuckets, document: "arn:aws:ssm:eu-west-1:777788889999:document/Own-Runbook" },
        ]),
      },
      /the ARN of a document that the security account shares/,
    ],
    [
      "Y13: everyone as a deployer",
      { "firebreak:deployers": '["arn:aws:iam::*:role/*"]' },
      /deployers.0 is "arn:aws:iam::\*:role\/\*": it must be the ARN of a role with its name/,
    ],
    [
      "Y13: a place that does not exist",
      { "firebreak:notWatched": '["444455556666/Ireland"]' },
      /notWatched.0 is "444455556666\/Ireland": it must be an account such as 444455556666, or one Region of it/,
    ],
    ["a list that is not one", { "firebreak:regions": "eu-west-1" }, /regions is "eu-west-1": it must be a list/],
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
      /modes.0.accounts.0 is "000000000000": it must be the id of a real account/,
    ],
    [
      "M60 a port that does not exist",
      { "firebreak:responses": '{"confine-security-group":{"allowedPublicPorts":["70000"]}}' },
      /allowedPublicPorts.0 is "70000".*65535/,
    ],
    [
      "M60 a range of ports that begins after its end",
      { "firebreak:responses": '{"confine-security-group":{"allowedPublicPorts":["443-80"]}}' },
      /allowedPublicPorts.0 is "443-80"/,
    ],
    ["a different security account", { "firebreak:securityAccountId": "222233334444" }, /must be the same/],
  ];
  for (const [name, change, expected] of wrong) {
    it(`refuse ${name}, with key, value and what is allowed`, () => assert.match(refusal(change), expected));
  }

  /** The refusal of a stack's file, read as its program reads it. */
  const refusalOfFile = (name: string, base: Record<string, unknown> = {}): string => {
    const { config } = parse(readFileSync(path.join(__dirname, "..", "stacks", name), "utf8"));
    const all: Record<string, unknown> = { ...base, ...config };
    const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    const value = (key: string) => all[`firebreak:${key}`];
    try {
      readSettings((key) => (value(key) === undefined ? undefined : textOf(value(key))), {
        all: Object.keys(all),
        own: Object.keys(config),
      });
    } catch (error) {
      return (error as Error).message;
    }
    return "accepted";
  };

  it("X35: refuse misspelled keys at the top of the file, and suggest the right key for each", () => {
    const text = refusalOfFile("misspelled-keys.yaml");
    for (const [wrong, meant] of [
      ["protectedResource", "protectedResources"],
      ["exception", "exceptions"],
      ["alertEmail", "alertEmails"],
    ]) {
      assert.match(text, new RegExp(`firebreak:${wrong} is not a setting: did you mean ${meant}\\?`));
    }
  });

  it("X49: refuse more approvers than a role's trust policy has room for, with the quota's name and what to do", () => {
    const approvers = (count: number) =>
      Array.from(
        { length: count },
        (_, index) =>
          `arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Team${10 + index}Approvers_0123456789abcdef`,
      );
    const given = (count: number) => ({ "firebreak:approvers": JSON.stringify(approvers(count)) });
    const text = refusal(given(15));
    assert.match(text, /approvers has 15 ARNs: .* would have \d{4} characters, but AWS accepts 2048/);
    assert.match(text, /"Role trust policy length"\). Let several of them share a role/);
    const args = { organizationId: "o-a1b2c3d4e5", approvers: approvers(14) };
    assert.ok(approverTrust(args).length <= 2048);
    assert.deepEqual(tooManyApprovers(args), []);
    const longer = { ...args, approvers: approvers(15) };
    assert.ok(approverTrust(longer).length > 2048);
  });

  it("X35: refuse account ids that YAML reads as numbers, and say why", () => {
    const text = refusalOfFile("leading-zero.yaml");
    for (const key of [
      "accountId",
      "memberAccounts.0",
      "memberAccounts.1",
      "responses.isolate-instance.modes.0.accounts.0",
    ]) {
      assert.match(
        text,
        new RegExp(`firebreak:${key.replaceAll(".", "\\.")} is .*without quotes YAML loses a leading 0`),
      );
    }
  });

  it("X35: restore an account id that Pulumi's YAML has turned into a number", () => {
    // As `pulumi config --json` gives 034567891234, 045678912345 and 011223344556.
    assert.match(
      refusal({ "firebreak:accountId": "34567891234" }),
      /accountId is "34567891234".*did you mean "034567891234"\?/,
    );
    const text = refusal({ "firebreak:memberAccounts": "[45678912345,1246611822]" });
    assert.match(text, /memberAccounts.0 is 45678912345.*did you mean "045678912345"\?/);
    assert.match(text, /memberAccounts.1 is 1246611822.*did you mean "011223344556"\?/);
  });

  it("X35: refuse a misspelled namespace of ours, and ignore those of others", () => {
    const read = (all: string[]) => readSettings((key) => masterConfig[`firebreak:${key}`], { all, own: [] });
    assert.throws(() => read(["Firebreak:alertEmails"]), /did you mean firebreak:alertEmails\?/);
    assert.throws(() => read(["firebrake:modes", "firebrake:alertEmails"]), /did you mean firebreak:alertEmails\?/);
    assert.equal(read(["aws:region", "pulumi:tags", "gcp:regions", "firebreak:kind"]).kind, "master");
  });

  it("X35: refuse in a service account's own file what only the security account reads, but not the project's defaults", () => {
    const read = (own: string[]) =>
      readSettings((key) => serviceConfig[`firebreak:${key}`], { all: ["firebreak:protectedResources", ...own], own });
    assert.equal(read(["firebreak:kind"]).kind, "service");
    assert.throws(
      () => read(["firebreak:protectedResources"]),
      /protectedResources has no effect in a stack of kind service/,
    );
  });

  it("refuse a service stack for the security account", () => {
    assert.match(refusal({ "firebreak:accountId": "111122223333" }, serviceConfig), /must be of kind master/);
  });

  it("name every problem at once", () => {
    const text = refusal({ "firebreak:accountId": "1", "firebreak:organizationId": "x", "firebreak:homeRegion": "y" });
    for (const key of ["accountId", "organizationId", "homeRegion"])
      assert.match(text, new RegExp(`firebreak:${key} is`));
  });

  it("M60: accept no prefix so long that IAM would refuse the role names", () => {
    const rolePrefix = "P".repeat(30);
    assert.equal(refusal({ "firebreak:rolePrefix": rolePrefix }), "accepted");
    for (const response of [...Object.keys(responseSchemas), "open-groups"]) {
      assert.ok(names.serviceRole(rolePrefix, response, "release").length <= 64, response);
    }
  });

  for (const file of ["Pulumi.master.yaml", "Pulumi.service-payments.yaml", "Pulumi.service-website.yaml"]) {
    it(`${file} uses known keys only`, () => {
      const text = readFileSync(path.join(__dirname, "..", "..", "..", file), "utf8");
      const keys = [...text.matchAll(/^\s+(?:# )?firebreak:(\w+):/gm)].map((match) => match[1]!);
      assert.ok(keys.length >= 5);
      for (const key of keys) assert.ok(key in settingKeys, key);
    });

    it(`M61: ${file} holds placeholders and nobody's own ids`, () => {
      const text = readFileSync(path.join(__dirname, "..", "..", "..", file), "utf8");
      assert.deepEqual([...new Set(text.match(/\d{12}/g))], ["000000000000"]);
      assert.deepEqual([...new Set(text.match(/\bo-[a-z0-9]{10,}/g))], ["o-xxxxxxxxxx"]);
      for (const address of text.match(/[\w.]+@[\w.]+/g) ?? []) assert.match(address, /@example\.com$/);
    });
  }
});
