import assert from "node:assert/strict";
import { containmentProtection } from "../../../components/documents/containmentProtection";

describe("the policy that protects containments", () => {
  const text = containmentProtection({ partition: "aws", rolePrefix: "Security-IR-Role", rolePath: "/" });
  const { Statement } = JSON.parse(text);

  it("X9: denies everyone but Firebreak's roles, and covers only what is Firebreak's", () => {
    for (const statement of Statement) {
      assert.equal(statement.Effect, "Deny");
      assert.deepEqual(statement.Condition.ArnNotLike["aws:PrincipalArn"], ["arn:aws:iam::*:role/Security-IR-Role-*"]);
      const { ArnNotLike: _, ...only } = statement.Condition;
      const named = String(statement.Resource).includes("policy/firebreak/");
      assert.ok(named || Object.keys(only).length > 0, `${statement.Sid} says of what`);
    }
  });

  it("X9: fits into a service control policy of 10,240 characters", () => {
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
    assert.ok(text.length < 10_240);
  });
});
