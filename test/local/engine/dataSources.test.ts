import assert from "node:assert/strict";
import { ListAccountsCommand, ListRootsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { destroy, outputs, up } from "../../../local/engine/stack";
import { member, region, security } from "../aws/instance";
import { as } from "../aws/principals";
import { caseStack } from "./stacks";

describe("local engine: data sources and components", () => {
  it("answers data sources", async () => {
    const organizations = new OrganizationsClient(await as(security));
    const { Roots = [] } = await organizations.send(new ListRootsCommand({}));
    const stack = await caseStack("invokes", security, { root: Roots[0]!.Id });
    await up(stack);
    const found = await outputs(stack);
    assert.equal(found.partition, "aws");
    assert.ok(found.regions.includes(region), found.regions.join());
    // Other tests add accounts to the organization.
    const { Accounts = [] } = await organizations.send(new ListAccountsCommand({}));
    assert.deepEqual(found.everybody.sort(), Accounts.map(({ Id }) => Id).sort());
    assert.ok([security, member].every((account) => found.everybody.includes(account)));
    assert.equal(found.detector, "ENABLED");
    const { id, status, tags } = found.detectorElsewhere;
    assert.deepEqual([id, status, tags], [found.elsewhereId, "DISABLED", { stage: "one" }]);
    assert.match(found.withoutDetector, /has no detector in eu-central-1/);
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
