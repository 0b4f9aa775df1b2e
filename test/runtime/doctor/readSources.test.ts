import assert from "node:assert/strict";
import type { Lambda } from "@aws-sdk/client-lambda";
import { describe, it } from "mocha";
import { isAdmitted } from "../../../runtime/doctor/readSources";

const owner = { account: "444455556666", organizationId: "o-a1b2c3d4e5" };

describe("a function's policy for AWS Config", () => {
  const admits = (statement: object) => {
    const Policy = JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: { Service: "config.amazonaws.com" }, ...statement }],
    });
    return isAdmitted({ getPolicy: async () => ({ Policy }) } as unknown as Lambda, "evaluator", owner);
  };
  const when = (condition: Record<string, string | string[]>) => ({ Condition: { StringEquals: condition } });

  it("X45: admits an account by its id or its organization", async () => {
    assert.equal(await admits(when({ "aws:SourceOrgID": owner.organizationId })), true);
    assert.equal(await admits(when({ "AWS:SourceAccount": ["777788889999", owner.account] })), true);
  });

  it("X45: admits no other account or organization, and ignores other keys, services and effects", async () => {
    assert.equal(await admits(when({ "aws:SourceOrgID": "o-zzzzzzzzzz" })), false);
    assert.equal(await admits(when({ "AWS:SourceAccount": "777788889999" })), false);
    assert.equal(await admits(when({ "aws:ResourceAccount": owner.account })), false);
    const both = when({ "aws:SourceOrgID": owner.organizationId, "aws:SourceAccount": "777788889999" });
    assert.equal(await admits(both), false);
    const other = { Service: "s3.amazonaws.com" };
    assert.equal(await admits({ Principal: other, ...when({ "aws:SourceAccount": owner.account }) }), false);
    assert.equal(await admits({ Effect: "Deny", ...when({ "aws:SourceOrgID": owner.organizationId }) }), false);
  });
});
