import assert from "node:assert/strict";
import { protectedResource } from "../../../runtime/policy/protectedResource";
import { instanceTarget, principalTarget } from "../../../runtime/resources/targets";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };

describe("a protected resource", () => {
  const instance = instanceTarget(place, "i-0123456789abcdef0");
  const role = principalTarget(place, "role", "break-glass");
  const cases: [string, typeof instance, string[], boolean][] = [
    ["is matched by its exact ARN", instance, [instance.arn], true],
    ["is matched by a pattern", role, ["arn:aws:iam::*:role/break-*"], true],
    ["is not matched by the start of its ARN", instance, ["arn:aws:ec2:eu-west-1:444455556666:instance/i-0123"], false],
    ["is not matched by a pattern for another account", instance, ["arn:aws:ec2:*:777788889999:*"], false],
    ["is matched with dots as literal dots", role, ["arn:aws:iam::*:role/break.glass"], false],
  ];
  for (const [name, target, patterns, expected] of cases) {
    it(name, () => {
      const refusal = protectedResource(target, patterns);
      assert.equal(refusal !== undefined, expected);
      if (!refusal) return;
      assert.ok(refusal.reason.includes(patterns[0]!));
      assert.equal(refusal.needsPerson, true);
    });
  }
});
