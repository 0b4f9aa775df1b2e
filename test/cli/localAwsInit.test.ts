import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { readInventory } from "../../cli/fleet/inventory/schema";
import { start } from "../../local/world/toolProcess";
import { member, region, security, testAws } from "../local/aws/instance";

describe("the inventory of the organization of the local AWS", () => {
  let folder: string;
  let organization: string;
  let tool: (...argv: string[]) => ReturnType<typeof start>;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-init-aws-"));
    const aws = await testAws();
    organization = aws.organization;
    const env = {
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: security,
      AWS_SECRET_ACCESS_KEY: "local",
    };
    tool = (...argv) => start(argv, folder, env);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("is written by init from the organization, and read by fleet show", async () => {
    const written = await tool("init", "--security-account", security, "--home-region", region, "--canary", member);
    assert.equal(written.code, 0, written.err);
    const inventory = readInventory(await readFile(path.join(folder, "fleet.yaml"), "utf8"));
    assert.equal(inventory.organizationId, organization);
    assert.equal(inventory.deploymentRole, "OrganizationAccountAccessRole");
    const shown = await tool("fleet", "show", "--json");
    assert.equal(shown.code, 0, shown.err);
    const accounts = JSON.parse(shown.out).stacks.map(({ account }: { account: string }) => account);
    assert.equal(accounts[0], security);
    assert.ok(accounts.includes(member));
  });

  it("is not written without what only you know", async () => {
    await rm(path.join(folder, "fleet.yaml"), { force: true });
    const { code, err } = await tool("init");
    assert.equal(code, 2);
    assert.match(err, /--security-account and --home-region are missing/);
    await assert.rejects(readFile(path.join(folder, "fleet.yaml")), { code: "ENOENT" });
  });
});
