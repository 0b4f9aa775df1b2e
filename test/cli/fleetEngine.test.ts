import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { IAM } from "@aws-sdk/client-iam";
import { after, before, describe, it } from "mocha";
import { parse, stringify } from "yaml";
import { engineEnvironment } from "../../local/engine/environment";
import { rootOf } from "../../local/world/accounts";
import { project as root } from "../../local/world/stackFiles";
import { start } from "../../local/world/toolProcess";
import { member, region, security, testAws } from "../local/aws/instance";

const program = `
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config("fleet-test");
if (config.get("fault")) throw new pulumi.RunError("accountId is \\"1\\": it has to be another one");
class Group extends pulumi.ComponentResource {
  constructor(name) { super("test:index:Group", name); this.registerOutputs({}); }
}
new Group("first");
`;

describe("the fleet on Pulumi's real engine", function () {
  this.timeout(300_000);
  let folder: string;
  let environment: Record<string, string>;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-fleet-"));
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: fleet-test\nruntime: nodejs\nmain: index.js\n");
    await writeFile(path.join(folder, "index.js"), program);
    await writeFile(path.join(folder, "package.json"), '{"main": "index.js"}');
    await writeFile(path.join(folder, "Pulumi.master.yaml"), "config:\n  fleet-test:kind: master\n");
    await writeFile(path.join(folder, "Pulumi.good.yaml"), "config:\n  fleet-test:kind: service\n");
    await writeFile(path.join(folder, "Pulumi.bad.yaml"), 'config:\n  fleet-test:fault: "yes"\n');
    await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    const engine = path.join(folder, "engine");
    await mkdir(engine);
    environment = await engineEnvironment({ folder: engine });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const fleet = async (...argv: string[]) => {
    const { code, out, err } = await start(["fleet", ...argv, "--json"], folder, environment);
    return { code, err, results: out ? JSON.parse(out) : [] };
  };

  it("previews, deploys and destroys the stacks of a folder, the security account first and last", async () => {
    const only = ["--only", "master,good"];
    const preview = await fleet("preview", ...only);
    assert.equal(preview.code, 0, preview.err);
    assert.deepEqual(
      preview.results.map((item: any) => item.changes),
      [{ create: 2 }, { create: 2 }],
    );
    const up = await fleet("up", ...only, "--yes");
    assert.deepEqual(up.results, [
      { stack: "master", outcome: "done", changes: { create: 2 } },
      { stack: "good", outcome: "done", changes: { create: 2 } },
    ]);
    const destroy = await fleet("destroy", ...only, "--yes");
    assert.deepEqual(destroy.results, [
      { stack: "good", outcome: "done", changes: { delete: 2 } },
      { stack: "master", outcome: "done", changes: { delete: 2 } },
    ]);
  });

  it("reports what is wrong with a stack, and nothing else", async () => {
    const { code, results } = await fleet("up", "--only", "bad", "--yes");
    assert.equal(code, 1);
    assert.deepEqual(results, [
      { stack: "bad", outcome: "failed", error: 'accountId is "1": it has to be another one' },
    ]);
  });

  it("L3: deploys an inventory, and changes nothing when it runs again in a clone without the workspaces", async () => {
    const inventory = `organizationId: o-a1b2c3d4e5
securityAccountId: "111122223333"
homeRegion: eu-west-1
accounts: ["444455556666"]
`;
    const workspaces = path.join(folder, ".firebreak");
    await writeFile(path.join(folder, "fleet.yaml"), inventory);
    const stacks = ["master", "service-444455556666"];
    try {
      for (const changes of [{ create: 2 }, { same: 2 }]) {
        const up = await fleet("up", "--yes");
        assert.deepEqual(
          up.results,
          stacks.map((stack) => ({ stack, outcome: "done", changes })),
          up.err,
        );
        await rm(workspaces, { recursive: true });
      }
      const destroy = await fleet("destroy", "--yes");
      assert.deepEqual(
        destroy.results,
        stacks.toReversed().map((stack) => ({ stack, outcome: "done", changes: { delete: 2 } })),
      );
    } finally {
      await rm(path.join(folder, "fleet.yaml"));
    }
  });

  it("says so if there is no Pulumi CLI", async () => {
    environment = { ...environment, PATH: folder };
    const { code, results } = await fleet("preview", "--only", "good");
    assert.equal(code, 1);
    assert.equal(results[0].error, "the Pulumi CLI is not installed, or not in PATH");
  });
});

describe("the fleet with an inventory on the local AWS", function () {
  this.timeout(300_000);

  it("L4: deploys a member account with its deployment role and the credentials of another account", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "firebreak-fleet-aws-"));
    try {
      const { endpoint, organization: organizationId } = await testAws();
      const project = parse(await readFile(path.join(root, "Pulumi.yaml"), "utf8"));
      await writeFile(path.join(folder, "Pulumi.yaml"), stringify({ ...project, main: path.join(root, "index.ts") }));
      const inventory = {
        organizationId,
        securityAccountId: security,
        homeRegion: region,
        accounts: [member],
        deploymentRole: "deployer/of-fleet",
        everywhere: { rolePrefix: "Fleet-Role" },
        defaults: { regions: [region] },
      };
      await writeFile(path.join(folder, "fleet.yaml"), stringify(inventory));
      const iam = new IAM(rootOf(member, endpoint));
      const trust = { Effect: "Allow", Principal: { AWS: security }, Action: "sts:AssumeRole" };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      await iam.createRole({ RoleName: "of-fleet", Path: "/deployer/", AssumeRolePolicyDocument });
      const everything = { Effect: "Allow", Action: "*", Resource: "*" };
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [everything] });
      await iam.putRolePolicy({ RoleName: "of-fleet", PolicyName: "it", PolicyDocument });
      const environment = await engineEnvironment({ folder: path.join(folder, "engine"), endpoint });
      const pipeline = await userOf(endpoint, "fleet-pipeline", [
        { Effect: "Allow", Action: "sts:AssumeRole", Resource: `arn:aws:iam::${member}:role/deployer/of-fleet` },
      ]);
      const fleet = async (command: string) => {
        const argv = ["fleet", command, "--yes", "--json", "--only", `service-${member}`];
        const { code, out, err } = await start(argv, folder, { ...environment, ...pipeline });
        assert.equal(code, 0, `${err}${out}`);
      };
      const roleName = { RoleName: "Fleet-Role-isolate-instance" };
      await fleet("up");
      const { Role } = await iam.getRole(roleName);
      assert.match(Role!.Arn!, new RegExp(`^arn:aws:iam::${member}:role/`));
      await fleet("destroy");
      await assert.rejects(iam.getRole(roleName), { name: "NoSuchEntityException" });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

async function userOf(endpoint: string, UserName: string, Statement: object[]): Promise<Record<string, string>> {
  const iam = new IAM(rootOf(security, endpoint));
  await iam.createUser({ UserName });
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.putUserPolicy({ UserName, PolicyName: "it", PolicyDocument });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  return { AWS_ACCESS_KEY_ID: AccessKey!.AccessKeyId!, AWS_SECRET_ACCESS_KEY: AccessKey!.SecretAccessKey! };
}
