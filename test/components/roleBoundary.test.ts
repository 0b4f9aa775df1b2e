import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { deploy, masterConfig, serviceConfig } from "./deploy";

const roleType = "aws:iam/role:Role";
const config = JSON.stringify({ recorder: true, rules: ["SECURITY_GROUP_OPEN_PROHIBITED"] });
const stacks: Record<string, [Record<string, string>, string]> = {
  master: [
    {
      ...masterConfig,
      "firebreak:config": config,
      "firebreak:memberAccounts": '["444455556666"]',
      "firebreak:approvers": '["arn:aws:iam::111122223333:role/approver"]',
      "firebreak:exceptions": '{"signatureRequired":true}',
    },
    "arn:aws:iam::111122223333:policy/org/boundary",
  ],
  service: [
    { ...serviceConfig, "firebreak:config": config },
    "arn:aws:iam::444455556666:policy/org-developer-boundary",
  ],
};

describe("the permissions boundary that an organization demands", () => {
  for (const [kind, [settings, boundary]] of Object.entries(stacks)) {
    it(`X54: is on every role of a ${kind} stack`, async () => {
      const stack = await deploy({ ...settings, "firebreak:permissionsBoundary": boundary });
      const roles = stack.of(roleType);
      assert.ok(roles.length >= 9, `${roles.length} roles`);
      assert.deepEqual(
        roles.filter(({ inputs }) => inputs["permissionsBoundary"] !== boundary),
        [],
      );
    });
  }

  it("X54: is on no role if it is not set", async () => {
    const roles = (await deploy(serviceConfig)).of(roleType);
    assert.ok(roles.every(({ inputs }) => inputs["permissionsBoundary"] === undefined));
  });

  it("X54: can be set in a stack's file", async () => {
    const file = path.join(__dirname, "stacks", "own-boundary.yaml");
    const values: Record<string, unknown> = parse(readFileSync(file, "utf8")).config;
    const given = Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const [role] = (await deploy(Object.fromEntries(given))).of(roleType);
    assert.equal(role!.inputs["permissionsBoundary"], "arn:aws:iam::444455556666:policy/org-developer-boundary");
  });

  const wrong: [string, string, RegExp][] = [
    [
      "another account's policy",
      "arn:aws:iam::999900001111:policy/boundary",
      /must be a policy of account 444455556666/,
    ],
    ["a policy of another partition", "arn:aws-cn:iam::444455556666:policy/boundary", /in the partition aws/],
    ["a role", "arn:aws:iam::444455556666:role/boundary", /the ARN of a managed policy/],
    ["a name", "boundary", /the ARN of a managed policy/],
  ];
  for (const [name, value, message] of wrong) {
    it(`X54: refuses ${name}`, () =>
      assert.rejects(deploy({ ...serviceConfig, "firebreak:permissionsBoundary": value }), message));
  }
});
