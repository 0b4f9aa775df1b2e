import assert from "node:assert/strict";
import type { Registrar } from "../../../runtime/exceptions/registrar";
import { followTagChange, isExplained, tagChangeReader, targetNamed } from "../../../runtime/exceptions/tagChange";
import { grantedValue } from "../../../runtime/exceptions/tagValue";
import type { Message } from "../../../runtime/notices/message";
import { granted, instance, judgeModel, tagKey } from "./model";

const account = "444455556666";
const event = (value: string | undefined, more: Record<string, unknown> = {}) => ({
  version: "0",
  source: "aws.tag",
  "detail-type": "Tag Change on Resource",
  account,
  region: "eu-west-1",
  resources: [instance.arn],
  detail: {
    "changed-tag-keys": [tagKey],
    service: "ec2",
    "resource-type": "instance",
    tags: value === undefined ? { Name: "web" } : { Name: "web", [tagKey]: value },
  },
  ...more,
});

describe("a tag event", () => {
  const read = tagChangeReader(tagKey);

  it("is read with the new value, or none if the tag is gone", () => {
    assert.deepEqual(read(event("because")), { target: instance, arn: instance.arn, value: "because" });
    assert.equal(read(event(undefined))!.value, undefined);
  });

  it("about another key is ignored", () => {
    assert.equal(read(event("x", { detail: { "changed-tag-keys": ["Name"], tags: {} } })), undefined);
  });

  it("from another source, or without a resource, is refused", () => {
    assert.throws(() => read(event("x", { source: "aws.ec2" })), /source/);
    assert.throws(() => read(event("x", { resources: [] })), /resources/);
  });

  const named: [string, string | undefined][] = [
    [`arn:aws:iam::${account}:role/teams/web/shop`, `arn:aws:iam::${account}:role/shop`],
    [`arn:aws:iam::${account}:user/ann`, `arn:aws:iam::${account}:user/ann`],
    ["arn:aws:s3:::logs", "arn:aws:s3:::logs"],
    [`arn:aws:rds:eu-west-1:${account}:db:orders`, `arn:aws:rds:eu-west-1:${account}:db:orders`],
    [`arn:aws:ec2:eu-west-1:${account}:security-group/sg-1`, `arn:aws:ec2:eu-west-1:${account}:security-group/sg-1`],
    [`arn:aws:ec2:eu-west-1:${account}:volume/vol-1`, `arn:aws:ec2:eu-west-1:${account}:volume/vol-1`],
    ["arn:aws:ec2:eu-west-1::snapshot/snap-1", "arn:aws:ec2:eu-west-1::snapshot/snap-1"],
    [`arn:aws:ec2:eu-west-1:${account}:image/ami-1`, "arn:aws:ec2:eu-west-1::image/ami-1"],
    [`arn:aws:rds:eu-west-1:${account}:snapshot:rds:a-1`, `arn:aws:rds:eu-west-1:${account}:snapshot:rds:a-1`],
    [`arn:aws:ec2:eu-west-1:${account}:subnet/subnet-1`, undefined],
    [`arn:aws:lambda:eu-west-1:${account}:function:x`, `arn:aws:lambda:eu-west-1:${account}:function:x`],
    [`arn:aws:ecs:eu-west-1:${account}:task/shop/0123`, `arn:aws:ecs:eu-west-1:${account}:task/shop/0123`],
    [`arn:aws:sns:eu-west-1:${account}:x`, undefined],
    ["arn:aws:ec2:eu-west-1:777788889999:instance/i-1", undefined],
  ];
  for (const [arn, expected] of named) {
    it(`${arn}: ${expected ? "can have exceptions" : "cannot have exceptions"}`, () =>
      assert.equal(targetNamed(arn, account, "eu-west-1")?.arn, expected));
  }
});

describe("a changed exception tag", () => {
  const entry = granted();
  const revoked = { ...entry, status: "revoked" as const };
  const cases: [string, string | undefined, typeof entry | undefined, boolean][] = [
    ["the granted value is present", grantedValue(entry), entry, true],
    ["another value is present", `${grantedValue(entry)} `.replace("SEC-1", "SEC-2"), entry, false],
    ["the granted value is gone", undefined, entry, false],
    ["the revoked value is gone", undefined, revoked, true],
    ["the revoked value is back", grantedValue(entry), revoked, false],
    ["free text, never granted", "because", undefined, false],
    ["gone, never granted", undefined, undefined, true],
  ];
  for (const [name, value, known, expected] of cases) {
    it(`M25: ${name}: ${expected ? "explained" : "reported"}`, () => assert.equal(isExplained(value, known), expected));
  }

  it("M25: is reported with its new value on a line of its own", async () => {
    const { judge } = judgeModel();
    const told: Message[] = [];
    const log = { info() {}, warn() {}, error() {} };
    const registrar = { ...judge, log, notify: async (notice: Message) => void told.push(notice) };
    await judge.journal.putGranted(entry, undefined);
    const change = (value: string | undefined) => tagChangeReader(tagKey)(event(value))!;
    await followTagChange(registrar as unknown as Registrar, change(grantedValue(entry)));
    assert.equal(told.length, 0);
    await followTagChange(registrar as unknown as Registrar, change("because"));
    assert.equal(told.length, 1);
    assert.match(told[0]!.lines.join("\n"), /set, but not by an approver\.\nIts value is now: because\n/);
    assert.deepEqual(told[0]!.attributes, { outcome: "exception-changed", account });
  });
});
