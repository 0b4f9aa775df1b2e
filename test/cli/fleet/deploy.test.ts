import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { parse } from "yaml";
import { run } from "../world";
import { type EngineModel, engineModel } from "./engine";

const [security, payments, website] = ["111122223333", "444455556666", "777788889999"] as const;
const inventory = `organizationId: o-a1b2c3d4e5
securityAccountId: "${security}"
homeRegion: eu-west-1
accounts: ["${payments}", "${website}"]
defaults: { config: { rules: [ENCRYPTED_VOLUMES] } }
`;

describe("firebreak fleet with an inventory", () => {
  let folder: string;
  let model: EngineModel;
  const deployed = () => model.jobs.map(({ stack, workspace }) => ({ stack, workspace }));
  const fleet = (...argv: string[]) =>
    run(["fleet", ...argv, "--json", "--no-proof"], { folder, engine: model.engine });
  const yamlIn = async (workspace: string, file: string) => parse(await readFile(path.join(workspace, file), "utf8"));

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-inventory-"));
    model = engineModel();
    const project = { name: "firebreak", runtime: "nodejs", main: "index.ts", config: { rolePath: { default: "/" } } };
    await writeFile(path.join(folder, "Pulumi.yaml"), JSON.stringify(project));
    await writeFile(path.join(folder, "fleet.yaml"), inventory);
    await writeFile(path.join(folder, "Pulumi.shipped.yaml"), 'config: { "firebreak:accountId": "000000000000" }');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("L6 L10: deploys the security account first, each stack in a workspace of its own that runs the same program", async () => {
    const { code, err } = await fleet("up", "--yes");
    assert.equal(code, 0, err);
    assert.deepEqual(
      deployed().map(({ stack }) => stack),
      ["master", `service-${payments}`, `service-${website}`],
    );
    assert.equal(new Set(deployed().map(({ workspace }) => workspace)).size, 3);
    const { workspace } = deployed()[1]!;
    const project = await yamlIn(workspace, "Pulumi.yaml");
    assert.equal(project.main, path.join(folder, "index.ts"));
    assert.deepEqual(project.config, { rolePath: { default: "/" } });
    assert.deepEqual((await yamlIn(workspace, `Pulumi.service-${payments}.yaml`)).config, {
      "aws:region": "eu-west-1",
      "firebreak:kind": "service",
      "firebreak:accountId": payments,
      "firebreak:organizationId": "o-a1b2c3d4e5",
      "firebreak:securityAccountId": security,
      "firebreak:homeRegion": "eu-west-1",
      "firebreak:config": { rules: ["ENCRYPTED_VOLUMES"] },
    });
  });

  it("L4: deploys every account but the caller's with its own role", async () => {
    await writeFile(path.join(folder, "fleet.yaml"), `${inventory}deploymentRole: path/deployer\n`);
    const { code, err } = await fleet("up", "--yes");
    assert.equal(code, 0, err);
    const roles = await Promise.all(
      deployed().map(
        async ({ stack, workspace }) => (await yamlIn(workspace, `Pulumi.${stack}.yaml`)).config["aws:assumeRoles"],
      ),
    );
    const [own, ...others] = roles;
    assert.equal(own, undefined, "the caller is in the security account");
    const roleArn = (account: string) => `arn:aws:iam::${account}:role/path/deployer`;
    assert.deepEqual(
      others.map(([role]: any) => role.roleArn),
      [payments, website].map(roleArn),
    );
  });

  it("L3: gives the secrets provider of the inventory to every stack, and refuses what Pulumi does not know", async () => {
    await writeFile(path.join(folder, "fleet.yaml"), `${inventory}secretsProvider: awskms://alias/firebreak\n`);
    assert.equal((await fleet("up", "--yes")).code, 0);
    assert.deepEqual(
      [...new Set(model.jobs.map(({ secretsProvider }) => secretsProvider))],
      ["awskms://alias/firebreak"],
    );
    await writeFile(path.join(folder, "fleet.yaml"), `${inventory}secretsProvider: alias/firebreak\n`);
    const { code, err } = await fleet("up", "--yes");
    assert.equal(code, 2);
    assert.match(err, /secretsProvider is "alias\/firebreak": it must be a secrets provider of Pulumi, such as awskms/);
  });

  it("L3: leaves the files of the folder as they are, and keeps what Pulumi wrote into a stack's file", async () => {
    const before = await readdir(folder);
    await fleet("up", "--yes", "--only", "master");
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name !== ".firebreak"),
      before,
    );
    const file = path.join(deployed()[0]!.workspace, "Pulumi.master.yaml");
    await writeFile(file, `${await readFile(file, "utf8")}encryptionsalt: v1:salt\n`);
    await fleet("up", "--yes", "--force", "--only", "master");
    assert.equal((await yamlIn(deployed()[1]!.workspace, "Pulumi.master.yaml")).encryptionsalt, "v1:salt");
  });

  it("L3: deploys an account with its own stack file in a workspace too, so that Pulumi does not write into the file", async () => {
    await writeFile(path.join(folder, "Pulumi.pay.yaml"), `config: { "firebreak:accountId": "${payments}" }`);
    await fleet("up", "--yes", "--only", "pay");
    assert.deepEqual(deployed(), [{ stack: "pay", workspace: path.join(folder, ".firebreak", "stacks", "pay") }]);
    const written = await yamlIn(deployed()[0]!.workspace, "Pulumi.pay.yaml");
    assert.deepEqual(written, { config: { "firebreak:accountId": payments } });
  });

  it("reads no stack file but those of --only: another one may be broken", async () => {
    await rm(path.join(folder, "fleet.yaml"));
    await writeFile(path.join(folder, "Pulumi.pay.yaml"), 'config: { "firebreak:kind": "service" }');
    await writeFile(path.join(folder, "Pulumi.broken.yaml"), "config: [");
    const { code, err } = await fleet("up", "--yes", "--only", "pay");
    assert.equal(code, 0, err);
    assert.deepEqual(
      deployed().map(({ stack }) => stack),
      ["pay"],
    );
  });

  it("deploys nothing from an inventory that contradicts itself", async () => {
    await writeFile(path.join(folder, "Pulumi.pay.yaml"), `config: { "firebreak:accountId": "${payments}" }`);
    await writeFile(path.join(folder, "Pulumi.pay2.yaml"), `config: { "firebreak:accountId": "${payments}" }`);
    const { code, err } = await fleet("up", "--yes");
    assert.equal(code, 2);
    assert.match(err, /fleet.yaml contradicts itself/);
    assert.match(err, /Pulumi.pay2.yaml is the second stack file of account 444455556666: remove one of them/);
    assert.deepEqual(deployed(), []);
  });
});
