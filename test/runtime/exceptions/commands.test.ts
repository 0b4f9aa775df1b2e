import assert from "node:assert/strict";
import { packedPercent } from "../../../components/shared/packedPolicy";
import { listedPolicy } from "../../../runtime/aws/sessionPolicy";
import { exceptionCommandReader } from "../../../runtime/exceptions/commands";
import { faultOf } from "../../../runtime/exceptions/grant";
import { noLimits } from "../../../runtime/exceptions/judge";
import { exceptionPermissions } from "../../../runtime/exceptions/kinds";
import { taggedTypes } from "../../../runtime/resources";
import { targetOf } from "../../../runtime/resources/targets";
import { granted, place, tagKey } from "./model";

const read = exceptionCommandReader();
const resource = { account: place.accountId, region: place.region, kind: "ec2-instance", id: "i-0123456789abcdef0" };
const proof = { headers: {} };
const grant = {
  command: "grant",
  ...resource,
  responses: ["isolate-instance"],
  until: "2027-01-31",
  owner: "owner@example.com",
  reference: "SEC-1",
  issuedAt: "2026-11-26T02:41:00Z",
  signature: "s".repeat(43),
  proof,
};

describe("commands about exceptions", () => {
  it("are parsed unchanged", () => {
    assert.equal(read(grant).command, "grant");
    assert.equal(read({ command: "check", ...resource }).command, "check");
    assert.equal(read({ command: "revoke", arn: "arn:aws:s3:::logs", reason: "r", proof }).command, "revoke");
    assert.equal(read({ command: "revoke", ...resource, reason: "r", proof }).command, "revoke-resource");
  });

  const wrong: [string, unknown, RegExp][] = [
    ["nothing", undefined, /./],
    ["an unknown command", { command: "list" }, /has to be one of grant, check, revoke/],
    [
      "an id of another kind",
      { ...grant, kind: "s3-bucket", id: "arn:aws:s3:::logs" },
      /has to be the name of a bucket/,
    ],
    ["a database by its name", { ...grant, kind: "rds-instance", id: "orders" }, /orders has to be the resource id/],
    ["an unknown kind", { ...grant, kind: "vpc" }, /kind has to be one of ec2-instance/],
    ["a name with a blank", { ...grant, owner: "Ann Other" }, /owner has to be one word/],
    ["a smuggled field", { ...grant, reference: "X until=2099-01-01" }, /reference has to be one word/],
    ["an impossible day", { ...grant, until: "2027-02-30" }, /until has to be a day such as/],
    ["an invalid time", { ...grant, issuedAt: "yesterday" }, /issuedAt has to be a time such as/],
    ["an invalid signature", { ...grant, signature: "x" }, /signature has to be 43 characters/],
    ["no proof of the caller", { command: "revoke", ...resource, reason: "r" }, /proof/],
  ];
  for (const [name, command, reason] of wrong) {
    it(`are refused with the allowed values: ${name}`, () =>
      assert.throws(
        () => read(command),
        (error: any) => error.code === "BadCommand" && reason.test(error.message),
      ));
  }
});

describe("what approvers may grant", () => {
  const now = new Date("2026-11-25T10:05:00Z");
  const limits = { ...noLimits, longestDays: 90, never: ["block-principal"] };
  const responses = ["isolate-instance", "block-principal"].map((name) => ({ name }));
  const fault = (more: Parameters<typeof granted>[0]) =>
    faultOf({ responses, limits, tagKey }, granted({ until: "2027-01-31", ...more }), now);

  const cases: [string, Parameters<typeof granted>[0], RegExp | undefined][] = [
    ["as config allows", {}, undefined],
    ["an approver's clock that is a little fast", { issuedAt: "2026-11-25T10:06:00Z" }, undefined],
    [
      "for an unknown response",
      { responses: ["isolate-instances"] },
      /no response isolate-instances; the responses are/,
    ],
    [
      "from a response that allows no exceptions",
      { responses: ["block-principal"] },
      /exceptions from block-principal are not allowed/,
    ],
    ["longer than allowed", { until: "2027-02-24" }, /until 2027-02-23/],
    ["already ended", { until: "2026-11-24" }, /ended on 2026-11-24/],
    ["M24 Z3: backdated", { issuedAt: "2026-11-25T09:00:00Z" }, /by more than 15 minutes/],
    ["Z3: dated in the future", { issuedAt: "2026-11-25T11:00:00Z" }, /by more than 15 minutes/],
    ["more than a tag holds", { owner: "o".repeat(100), reference: "r".repeat(100) }, /a tag holds 256/],
  ];
  for (const [name, more, expected] of cases) {
    it(`${name}: ${expected ? "refused" : "granted"}`, () => {
      const found = fault(more);
      if (expected) assert.match(found ?? "", expected);
      else assert.equal(found, undefined);
    });
  }
});

describe("sessions that write exception tags", () => {
  for (const { kind, tags } of taggedTypes) {
    const { reading, writing } = tags;
    const target = (id: string) => targetOf(kind, place, id);
    it(`X42: ${kind}: name the resource, and stay within the size limit`, () => {
      const policy = listedPolicy([reading, writing], target("the-one"));
      const [, write] = JSON.parse(policy).Statement;
      for (const arn of write.Resource) assert.match(arn, /the-one$/);
      const longest = listedPolicy([reading, writing], target("lOng1".repeat(13)));
      assert.ok(longest.length <= 2048 && packedPercent(longest) <= 60, `${packedPercent(longest)} %`);
    });
  }

  it("M36: use no wildcard as an action, and have a reason for every *", () => {
    for (const { actions, resources, why, sid } of exceptionPermissions(tagKey)) {
      for (const action of actions) assert.doesNotMatch(action, /\*/);
      if (resources.includes("*")) assert.ok(why, sid);
    }
  });
});
