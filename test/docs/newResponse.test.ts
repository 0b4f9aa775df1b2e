import assert from "node:assert/strict";
import { newKinds } from "../../local/newResponse/kinds";
import { registrations } from "../../local/newResponse/registration";
import { fault } from "../../local/newResponse/write";
import { resourceId } from "../../runtime/findings/resourceIds";
import { kindOf } from "../../runtime/resources";
import { targetOf } from "../../runtime/resources/targets";

const taken = ["block-public-bucket", "notify", "open-groups"];

describe("npm run new-response", () => {
  const refused: [name: string, kind: string, why: RegExp][] = [
    ["block-public-bucket", "s3-bucket", /block-public-bucket already exists/],
    ["open-groups", "security-group", /open-groups already exists/],
    ["Require-imdsv2", "ec2-instance", /"Require-imdsv2" is not a name for a response: use a verb/],
    ["requireimdsv2", "ec2-instance", /not a name for a response/],
    ["require--imdsv2", "ec2-instance", /not a name for a response/],
    ["require-2imds", "ec2-instance", /not a name for a response/],
    ["../../evil-name", "ec2-instance", /not a name for a response/],
    ["require-imdsv2 ", "ec2-instance", /not a name for a response/],
    [`require-${"a".repeat(18)}`, "ec2-instance", /has 26 characters; role names leave room for 25/],
    ["require-imdsv2", "instance", /"instance" is not a kind .*: ec2-instance, security-group/],
    ["require-imdsv2", "iam-principal", /"iam-principal" is not a kind/],
    ["require-imdsv2", "constructor", /"constructor" is not a kind/],
  ];
  for (const [name, kind, why] of refused) {
    it(`refuses ${JSON.stringify(name)} for ${kind}`, () => assert.match(fault(name, kind, taken) ?? "", why));
  }

  it("accepts a name of 25 characters, which a role's longest prefix leaves", () => {
    assert.equal(fault(`require-${"a".repeat(17)}`, "ec2-instance", taken), undefined);
  });

  it("says what it did not find if a file is not as expected, instead of guessing", () => {
    for (const { file, register } of registrations) {
      assert.throws(() => register("export {};\n", "require-imdsv2"), /does not have .* in the expected place/, file);
    }
  });

  for (const { kind, resourceTypes, example } of newKinds) {
    it(`knows ${kind} as the product does`, () => {
      for (const type of resourceTypes) assert.equal(kindOf(type), kind);
      assert.equal(resourceId(kind, example), example);
      const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
      assert.equal(targetOf(kind, place, example).kind, kind);
    });
  }
});
