import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { callsPattern } from "../../components/documents/undoingCalls";
import { codeIn, type Deployment, deploy, masterConfig, serviceConfig } from "./deploy";

const roleType = "aws:iam/role:Role";
const rolePath = "/security/firebreak/";
const config = JSON.stringify({ recorder: true, rules: ["SECURITY_GROUP_OPEN_PROHIBITED"] });
const whole = {
  ...masterConfig,
  "firebreak:config": config,
  "firebreak:memberAccounts": '["444455556666"]',
  "firebreak:deployers": '["arn:aws:iam::*:role/deploy"]',
};
const stacks: Record<string, Record<string, string>> = {
  master: whole,
  service: { ...serviceConfig, "firebreak:config": config },
};

/** Every text in what a stack makes and outputs, including the code of its functions. */
async function textsOf(stack: Deployment): Promise<string[]> {
  const codes = await Promise.all(stack.of("aws:lambda/function:Function").map(({ inputs }) => codeIn(inputs)));
  const inputs = stack.made.map((made) => JSON.stringify({ ...made.inputs, code: undefined }));
  return [...inputs, JSON.stringify(stack.outputs), ...codes];
}

/** What follows `role/` in every ARN that names a role of the product, or the beginning of its name. */
const ownRolesIn = (text: string): string[] =>
  [...text.matchAll(/:role\/([\w+=,.@/-]*\*?)/g)]
    .map(([, name]) => name!)
    .filter((name) => /^(firebreak-|Security-IR-Role-)/.test(name.split("/").at(-1)!));

describe("the path that an organization demands of roles", () => {
  for (const [kind, settings] of Object.entries(stacks)) {
    it(`X54: is on every role of a ${kind} stack, and in every ARN of one`, async () => {
      const stack = await deploy({ ...settings, "firebreak:rolePath": rolePath }, { code: true });
      const roles = stack.of(roleType);
      assert.ok(roles.length >= 9, `${roles.length} roles`);
      assert.deepEqual(
        roles.filter(({ inputs }) => inputs["path"] !== rolePath),
        [],
      );
      const named = (await textsOf(stack)).flatMap(ownRolesIn);
      assert.ok(new Set(named).size >= roles.length / 2, [...new Set(named)].join());
      assert.deepEqual(
        named.filter((name) => !`/${name}`.startsWith(rolePath)),
        [],
      );
    });
  }

  it("X54: is in the ARNs by which functions assume roles, but not in the names by which they look roles up", async () => {
    const stack = await deploy({ ...whole, "firebreak:rolePath": rolePath }, { code: true });
    const codeOf = async (name: string) => codeIn(stack.one("aws:lambda/function:Function", name).inputs);
    for (const name of ["isolate-instance", "exceptions", "open-groups-eu-west-1", "doctor"]) {
      assert.match(await codeOf(name), /"roleName":"security\/firebreak\/Security-IR-Role-/, name);
    }
    const blocking = await codeOf("block-principal");
    assert.match(blocking, /"name":"Security-IR-Role-block-principal"/);
    assert.ok(!/"name":"security\//.test(blocking));
  });

  it("X54: is in the responder's ARN that a service account's trust policy demands", async () => {
    const stack = await deploy({ ...stacks["service"]!, "firebreak:rolePath": rolePath });
    const { inputs } = stack.one(roleType, "isolate-instance-role");
    assert.match(
      inputs["assumeRolePolicy"],
      /arn:aws:iam::111122223333:role\/security\/firebreak\/firebreak-isolate-instance"/,
    );
  });

  it("X54: keeps the organization's policies below AWS's 5,120 characters with the longest path and prefix", async () => {
    const longest = `/${"p".repeat(126)}/`;
    assert.equal(longest.length, 128);
    const given = { "firebreak:rolePath": longest, "firebreak:rolePrefix": "P".repeat(30) };
    const { outputs, of } = await deploy({ ...whole, ...given });
    for (const name of ["exceptionScp", "exceptionRcp", "containmentScp", "partsScp"]) {
      assert.ok(outputs[name].includes(longest) && outputs[name].length <= 5120, `${name}: ${outputs[name].length}`);
    }
    for (const role of of(roleType)) assert.ok(role.inputs["assumeRolePolicy"].length <= 2048, role.name);
  });

  it("X54: is AWS's default if it is not set, so that no existing role is replaced", async () => {
    const roles = (await deploy(stacks["service"]!)).of(roleType);
    assert.ok(roles.length > 0 && roles.every(({ inputs }) => inputs["path"] === undefined));
  });

  it("X54: does not affect how calls of the product's roles are recognised: by name", () => {
    assert.match(
      callsPattern("Security-IR-Role"),
      /"userName":\[\{"anything-but":\{"prefix":"Security-IR-Role-"\}\}\]/,
    );
  });

  for (const wrong of [
    "security",
    "/security",
    "security/",
    "//",
    "/a b/",
    "/*/",
    "/$" + "{aws:username}/",
    `/${"p".repeat(127)}/`,
    "/aws-reserved/x/",
  ]) {
    it(`X54: refuses ${wrong.slice(0, 20)}`, () =>
      assert.rejects(deploy({ ...serviceConfig, "firebreak:rolePath": wrong }), (error: Error) => {
        assert.match(error.message, /firebreak:rolePath is ".*an IAM path such as \/security\/firebreak\//);
        return true;
      }));
  }
});
