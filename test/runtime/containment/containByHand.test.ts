import assert from "node:assert/strict";
import { findingByHand } from "../../../runtime/containment/containByHand";
import { isResponse } from "../../../runtime/model/response";
import { catalogue } from "../../../runtime/responses/catalogue";

const responses = catalogue.filter(isResponse);
const named = (name: string) => responses.find((response) => response.name === name)!;
const place = { account: "444455556666", region: "eu-west-1" };
const made = { partition: "aws-cn", id: "by-hand-1", now: new Date("2026-11-26T10:00:00Z") };
const by = { by: "arn:aws-cn:iam::111122223333:user/ana", reason: "it mines coins" };

describe("containing by hand", () => {
  const targets: [string, string, string][] = [
    ["isolate-instance", "i-0123456789abcdef0", "arn:aws-cn:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0"],
    ["confine-security-group", "sg-01234567", "arn:aws-cn:ec2:eu-west-1:444455556666:security-group/sg-01234567"],
    ["block-public-bucket", "logs.example", "arn:aws-cn:s3:::logs.example"],
    ["block-principal", "role/deploy", "arn:aws-cn:iam::444455556666:role/deploy"],
    ["block-principal", "user/ana", "arn:aws-cn:iam::444455556666:user/ana"],
  ];
  for (const [name, id, arn] of targets) {
    it(`${name}: ${id} becomes the target ${arn}`, () => {
      const finding = findingByHand(named(name), { target: { ...place, id }, ...by }, made);
      const found = named(name).targets(finding);
      assert.ok(Array.isArray(found), String(found));
      assert.deepEqual(
        found.map((target) => target.arn),
        [arn],
      );
      assert.match(finding.title, /user\/ana requested it: it mines coins/);
    });
  }

  const wrong: [string, string, RegExp][] = [
    ["isolate-instance", "sg-01234567", /target "sg-01234567": isolate-instance takes an instance id/],
    ["block-principal", "deploy", /takes role\/NAME or user\/NAME/],
    ["block-principal", "role/a/b", /takes role\/NAME/],
    ["block-public-bucket", "arn:aws:sqs:eu-west-1:444455556666:x", /takes the name of a bucket, or an ARN/],
  ];
  for (const [name, id, message] of wrong) {
    it(`${name} names the ids that it accepts instead of ${id}`, () => {
      const request = { target: { ...place, id }, ...by };
      assert.throws(() => findingByHand(named(name), request, made), { code: "BadCommand", message });
    });
  }

  it("does not start what is declared for findings only", () => {
    const request = { target: { ...place, id: "i-0123456789abcdef0" }, ...by };
    assert.throws(() => findingByHand({ name: "run-runbook" }, request, made), /cannot be started by hand/);
  });
});
