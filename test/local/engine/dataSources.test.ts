import assert from "node:assert/strict";
import { destroy, outputs, up } from "../../../local/engine/stack";
import { member, region, security, testAws } from "../aws/instance";
import { caseStack } from "./stacks";

describe("local engine: data sources and components", function () {
  this.timeout(120_000);

  it("answers data sources", async () => {
    const stack = await caseStack("invokes", security);
    await up(stack);
    const found = await outputs(stack);
    const { organization } = await testAws();
    assert.equal(found.identity.accountId, security);
    assert.equal(found.identity.arn, `arn:aws:iam::${security}:root`);
    assert.equal(found.region, region);
    assert.equal(found.partition, "aws");
    assert.equal(found.organization.id, organization);
    assert.deepEqual(found.organization.accounts.map((account: { id: string }) => account.id).sort(), [
      security,
      member,
    ]);
    assert.deepEqual(found.everybody.sort(), [security, member]);
    assert.equal(found.detector, "ENABLED");
    const { id, status, tags } = found.detectorElsewhere;
    assert.deepEqual([id, status, tags], [found.elsewhereId, "DISABLED", { stage: "one" }]);
    assert.match(found.withoutDetector, /has no detector in eu-central-1/);
    assert.deepEqual(JSON.parse(found.policy), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Assume",
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { AWS: [security, member] },
          Condition: { StringEquals: { "sts:ExternalId": "word" } },
        },
      ],
    });
    await destroy(stack);
  });

  it("builds the trail of awsx", async () => {
    const stack = await caseStack("trail", security);
    assert.deepEqual((await up(stack)).changes, { create: 7 });
    const found = await outputs(stack);
    assert.match(found.trail, /^arn:aws:cloudtrail:eu-west-1:\d+:trail\/audit-/);
    assert.match(found.bucket, /^audit-/);
    assert.deepEqual((await up(stack)).changes, { same: 7 });
    await destroy(stack);
  });
});
