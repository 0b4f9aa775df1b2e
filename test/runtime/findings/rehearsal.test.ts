import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { complianceChange, guardDutyFinding } from "../../../rehearsal/findings";
import { withRule } from "../../../runtime/findings/config/lookUpRule";
import { eventReader } from "../../../runtime/findings/eventReader";
import { intake } from "../../../runtime/findings/intake";
import {
  rehearsalId,
  rehearsalOf,
  rehearsalSource,
  rehearsalTag,
  whyNotRehearsed,
} from "../../../runtime/findings/rehearsal";
import { confineSecurityGroup } from "../../../runtime/responses/confineSecurityGroup";

const [named, other, security] = ["444455556666", "777788889999", "111122223333"];
const region = "eu-west-1";
const run = "0mabcdef1234";
const senders = { securityAccountId: security, delegatedAdministrators: [other] };

/** How an event is read that an account sends as a rehearsal. */
function taken(detail: Record<string, any>, more: Record<string, any> = {}, accounts: string[] = [named]) {
  const event = {
    source: rehearsalSource,
    "detail-type": "GuardDuty Finding",
    account: named,
    region,
    time: "2026-11-29T12:00:00Z",
    detail: { rehearsal: run, ...detail },
    ...more,
  };
  const [first] = intake(JSON.stringify(event), eventReader(accounts), senders);
  return first!;
}

const finding = (more: object = {}) =>
  guardDutyFinding({ account: named, region, instanceId: "i-0123456789abcdef0", ...more });
const refused = (item: ReturnType<typeof taken>) =>
  "refused" in item ? item.refused : assert.fail(JSON.stringify(item));

describe("rehearsal events", () => {
  it("are read like AWS's own, marked with their run and with an id that no real finding has", () => {
    const detail = finding();
    const item = taken(detail);
    assert.ok("finding" in item, JSON.stringify(item));
    assert.equal(item.finding.rehearsal, run);
    assert.equal(item.finding.id, rehearsalId(run, detail["id"]));
    assert.equal(rehearsalOf(item.finding.id), run);
    assert.equal(item.finding.resources[0]!.id, "i-0123456789abcdef0");
    const config = complianceChange({
      account: named,
      region,
      partition: "aws",
      rule: "S3_BUCKET_PUBLIC_READ_PROHIBITED",
      resourceType: "AWS::S3::Bucket",
      resourceId: "firebreak-rehearsal-bucket",
    });
    const bucket = taken(config, { "detail-type": "Config Rules Compliance Change" });
    assert.ok("finding" in bucket, JSON.stringify(bucket));
    assert.equal(bucket.finding.type, "Config:Rule/S3_BUCKET_PUBLIC_READ_PROHIBITED");
    assert.equal(bucket.finding.rehearsal, run);
  });

  it("are refused if no account is configured, and from an account that is not", () => {
    assert.match(refused(taken(finding(), {}, [])), /"444455556666" is not among the rehearsalAccounts/);
    const foreign = finding({ account: other });
    assert.match(refused(taken(foreign, { account: other })), /"777788889999" is not among the rehearsalAccounts/);
  });

  it("may name only their own account and Region, even from an account that speaks for others", () => {
    const accounts = [named, other, security];
    for (const account of accounts) {
      const about = finding({ account: account === named ? other : named });
      assert.match(refused(taken(about, { account }, accounts)), /it may only name its own/);
    }
    assert.match(refused(taken(finding({ region: "eu-central-1" }))), /in eu-central-1: it may only name its own/);
  });

  it("are of two kinds and have the id of a run", () => {
    assert.match(
      refused(taken(finding(), { "detail-type": "Security Hub Findings - Custom Action" })),
      /may send GuardDuty Finding, Config Rules Compliance Change/,
    );
    for (const rehearsal of [undefined, "", "short", "0MABCDEF1234", { a: 1 }]) {
      const item = taken(finding(), { detail: { ...finding(), rehearsal } });
      assert.match(refused(item), /it has to be the id of a run/);
    }
  });

  it("never get a real finding's id when they are refused", () => {
    const item = taken(finding({ id: "0123abcd" }), {}, []);
    assert.deepEqual("id" in item && item.id, rehearsalId(run, "0123abcd"));
  });

  it("touch only what has the tag of the same run; real findings need no tag", () => {
    assert.equal(whyNotRehearsed({ rehearsal: run }, { [rehearsalTag]: run }), undefined);
    assert.match(whyNotRehearsed({ rehearsal: run }, {})!, /it has no tag firebreak:rehearsal/);
    assert.match(whyNotRehearsed({ rehearsal: run }, { [rehearsalTag]: "0mabcdef1235" })!, /has another value/);
    assert.equal(whyNotRehearsed({}, {}), undefined);
  });

  it("are recognised only by an id of the exact form", () => {
    for (const id of ["0123abcd", "config-0123", "rehearsal-", "rehearsal-short-1", "hub-rehearsal-0mabcdef1234-1"]) {
      assert.equal(rehearsalOf(id), undefined, id);
    }
  });

  it("keep their mark if the name of an AWS Config rule must be looked up", async () => {
    const change = complianceChange({
      account: named,
      region,
      partition: "aws",
      rule: "my-own-name",
      resourceType: "AWS::EC2::SecurityGroup",
      resourceId: "sg-0123456789abcdef0",
    });
    const item = taken(change, { "detail-type": "Config Rules Compliance Change" });
    assert.ok("finding" in item, JSON.stringify(item));
    const run: any = { settings: { findingTypes: [], others: { types: [] } } };
    assert.equal(await withRule(run, confineSecurityGroup, item.finding), item.finding);
  });
});
