import assert from "node:assert/strict";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import type { Decision } from "../../../runtime/model/journalItems";
import { sendDigests } from "../../../runtime/notices/digests";
import { laneOf } from "../../../runtime/notices/limit";
import { publishNotice } from "../../../runtime/notices/publish";
import { blockPrincipal } from "../../../runtime/responses/blockPrincipal";
import { confineSecurityGroup } from "../../../runtime/responses/confineSecurityGroup";
import { notify } from "../../../runtime/responses/notify";
import { decision } from "../decision";
import { compliance, guardDuty, member, settingsFor, world } from "./world";

const nothingThere: any = { ...confineSecurityGroup, clients: () => ({}), read: async () => undefined };
const confining = settingsFor({ findingTypes: confineSecurityGroup.findingTypes });
const hour = 3_600_000;
const later = (hours: number) => new Date(Date.now() + hours * hour);
const subjects = (published: { Subject: string }[]) => published.map(({ Subject }) => Subject);

describe("a flood of forged evaluations", () => {
  it("Y16: sends the first notices, then one that says so, then a digest of the hour, once", async () => {
    const { run, published } = world(confining);
    for (let n = 0; n < 100; n++) {
      await handle(run(), nothingThere, eventReader(), compliance(`sg-${String(n).padStart(8, "0")}`));
    }
    for (let n = 0; n < 100; n++) await handle(run(), nothingThere, eventReader(), compliance(`odd-${n}`));
    assert.ok(published.length <= 2 * 21, String(published.length));
    assert.equal(
      subjects(published).filter((text) => /more notices .* are held back/.test(text)).length,
      published.length - 2 * 20,
    );
    const before = published.length;
    await sendDigests(run(), new Date());
    assert.equal(published.length, before, "the hour is not over");
    await Promise.all([1, 2, 3].map(() => sendDigests(run(), later(1))));
    await sendDigests(run(), later(2));
    const digests = published.slice(before);
    assert.equal(digests.length, 1);
    assert.match(digests[0]!.Message, new RegExp(`account (?:${member}|unknown), .*: \\d+ \\(.*\\d+ gone`));
    const counted = [...digests[0]!.Message.matchAll(/: (\d+) \(/g)].reduce((sum, [, n]) => sum + Number(n), 0);
    assert.equal(counted, 200 - 2 * 20, "whatever was not sent is counted");
  });

  it("Y16: hides neither a failure nor what a person must do, in the same account", async () => {
    const { run, published } = world(confining);
    for (let n = 0; n < 50; n++) {
      await handle(run(), nothingThere, eventReader(), compliance(`sg-${String(n).padStart(8, "0")}`));
    }
    const root = {
      resourceType: "AccessKey",
      accessKeyDetails: { userType: "Root", userName: "root", principalId: member },
    };
    const blocking = settingsFor({ findingTypes: blockPrincipal.findingTypes, noticesPerHour: 20 });
    const text = guardDuty("UnauthorizedAccess:IAMUser/MaliciousIPCaller", 5, root);
    await handle(run({ settings: blocking }), blockPrincipal, eventReader(), text);
    assert.match(published.at(-1)!.Message, /the root user of account/);
    await publishNotice(run(), nothingThere, { ...decision, outcome: "failed", notice: "pending" });
    assert.match(published.at(-1)!.Subject, /failed/);
  });

  it("Y16: is counted per account only", async () => {
    const { run, published } = world(settingsFor({ noticesPerHour: 1 }));
    const gone = (account: string, finding: string): Decision => ({
      ...decision,
      finding,
      outcome: "gone",
      target: { ...decision.target!, accountId: account },
      notice: "pending",
    });
    for (const finding of ["f1", "f2", "f3"]) await publishNotice(run(), nothingThere, gone(member, finding));
    await publishNotice(run(), nothingThere, gone("777788889999", "f4"));
    assert.equal(subjects(published).filter((text) => /gone/.test(text)).length, 2);
  });

  it("Y16: counts a notice once, however often a run that died tries to send it", async () => {
    const { run, published } = world(settingsFor({ noticesPerHour: 1 }));
    const gone: Decision = { ...decision, outcome: "gone", notice: "pending" };
    for (let n = 0; n < 3; n++) await publishNotice(run(), nothingThere, gone);
    assert.equal(subjects(published).filter((text) => /gone/.test(text)).length, 3);
  });

  it("Y16: is sent one by one if it cannot be counted: a broken counter silences nobody", async () => {
    const { run, published, warned, table } = world(settingsFor({ noticesPerHour: 1 }));
    table.hooks.before = (operation, { Key }) => {
      if (operation === "updateItem" && /notices#/.test(JSON.stringify(Key))) throw new Error("throttled");
    };
    for (const finding of ["f1", "f2"]) {
      await publishNotice(run(), nothingThere, { ...decision, finding, outcome: "gone", notice: "pending" });
    }
    assert.equal(published.length, 2);
    assert.ok(warned.includes("the notice could not be counted"));
  });

  it("Y16: never holds back what was contained or stays open", () => {
    for (const outcome of ["contained", "partial", "recontained", "released", "awaiting-approval"] as const) {
      assert.equal(laneOf({ ...decision, outcome }), undefined, outcome);
    }
    assert.equal(laneOf({ ...decision, outcome: "failed", openNow: ["eni-1"] }), undefined);
    assert.equal(laneOf({ ...decision, outcome: "skipped", by: "custom action x" }), undefined);
    const sample = { ...decision, outcome: "skipped" as const, about: { ...decision.about!, sample: true } };
    assert.equal(laneOf(sample), "other guardduty", "any account can make samples of every type");
  });
});

describe("findings of an unknown type", () => {
  const told = async (days: number, events: string[]) => {
    const { run, published, table } = world(settingsFor({ alwaysNotify: [] }));
    for (const text of events) await handle(run(), notify, eventReader(), text);
    const sent = published.length;
    await Promise.all([1, 2].map(() => sendDigests(run(), later(24 * days))));
    await sendDigests(run(), later(24 * days + 1));
    return { sent, digests: published.slice(sent), table };
  };
  const instance = { resourceType: "Quantum" };

  it("X25: are reported once a day with their count, not one by one", async () => {
    const { sent, digests } = await told(1, [
      guardDuty("Backdoor:Quantum/Entangled", 5, instance, "a"),
      guardDuty("Backdoor:Quantum/Entangled", 5, instance, "b"),
      guardDuty("Backdoor:Quantum/Entangled", 5, instance, "b"),
      compliance("x", { rule: "our-own-rule", resourceType: "AWS::EC2::Subnet" }),
    ]);
    assert.equal(sent, 0);
    assert.equal(digests.length, 1);
    assert.match(digests[0]!.Subject, /digest: 3 findings of 2 unknown types/);
    assert.match(digests[0]!.Message, /- Backdoor:Quantum\/Entangled: 2, last in account 444455556666/);
    assert.match(digests[0]!.Message, /- Config:Rule\/OUR_OWN_RULE: 1/);
  });

  it("X25: send no digest if every type is known", async () => {
    const database = { resourceType: "RDSDBInstance", rdsDbInstanceDetails: { dbInstanceIdentifier: "orders" } };
    const { digests } = await told(1, [guardDuty("CredentialAccess:RDS/AnomalousBehavior.FailedLogin", 5, database)]);
    assert.deepEqual(digests, []);
  });

  it("X25: make one message, whatever their number", async () => {
    const events = Array.from({ length: 80 }, (_, n) =>
      compliance("x", { rule: `rule-number-${n}`, resourceType: "AWS::EC2::Subnet" }),
    );
    const { digests } = await told(1, events);
    assert.match(digests[0]!.Message, /- and 30 more/);
  });
});

describe("findings that always notify people", () => {
  const trail = {
    resourceType: "AccessKey",
    accessKeyDetails: { userType: "AssumedRole", userName: "admin", principalId: "AROAEXAMPLEEXAMPLE018:ann" },
  };
  const root = {
    resourceType: "AccessKey",
    accessKeyDetails: { userType: "Root", userName: "Root", principalId: member },
  };
  const bucket = { resourceType: "S3Bucket", s3BucketDetails: [{ name: "logs", arn: "arn:aws:s3:::logs" }] };
  const sentFor = async (text: string, always?: string[]) => {
    const { run, published } = world(settingsFor(always && { alwaysNotify: always }));
    await handle(run(), blockPrincipal, eventReader(), text);
    return published;
  };
  for (const [name, type, resource, severity] of [
    ["CloudTrail switched off", "Stealth:IAMUser/CloudTrailLoggingDisabled", trail, 2],
    ["the account's Block Public Access switched off", "Policy:S3/AccountBlockPublicAccessDisabled", bucket, 2],
    ["the root user in use", "Policy:IAMUser/RootCredentialUsage", root, 2],
  ] as const) {
    it(`X24: ${name}, at severity ${severity}, but not with another list`, async () => {
      const text = guardDuty(type, severity, resource);
      assert.equal((await sentFor(text)).length, 1);
      assert.equal((await sentFor(text, [])).length, 0);
      assert.equal((await sentFor(text, ["*"])).length, 1);
    });
  }

  for (const [name, rule, resourceType, id] of [
    ["a public document", "ssm-document-not-public", "AWS::SSM::Document", "restart-orders"],
    [
      "an account without Block Public Access",
      "s3-account-level-public-access-blocks-periodic",
      "AWS::::Account",
      member,
    ],
  ] as const) {
    it(`X23: ${name}, found by AWS Config`, async () => {
      const { run, published } = world(settingsFor());
      await handle(run(), notify, eventReader(), compliance(id, { rule, resourceType }));
      assert.equal(published.length, 1);
    });
  }
});
