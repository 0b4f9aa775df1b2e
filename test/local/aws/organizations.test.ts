import assert from "node:assert/strict";
import { DescribeAccountCommand, ListAccountsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { member, security } from "./instance";
import { as } from "./principals";

describe("local AWS: accounts of the organization", function () {
  this.timeout(120_000);

  it("X31: accounts have State and no longer Status", async () => {
    const client = new OrganizationsClient(await as(security));
    const listed = (await client.send(new ListAccountsCommand({}))).Accounts!;
    const described = (await client.send(new DescribeAccountCommand({ AccountId: member }))).Account!;
    for (const account of [...listed, described]) {
      assert.deepEqual([account.State, account.Status], ["ACTIVE", undefined], account.Id);
    }
    assert.equal(listed.length >= 2, true);
  });
});
