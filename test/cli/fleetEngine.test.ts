import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { stringify } from "yaml";
import { engineEnvironment } from "../../local/engine/environment";
import { project as root } from "../../local/world/stackFiles";
import { start } from "../../local/world/toolProcess";
import { startKms } from "../local/engine/kms";

const program = `
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config("fleet-test");
if (config.get("fault")) throw new pulumi.RunError("accountId is \\"1\\": it has to be another one");
class Group extends pulumi.ComponentResource {
  constructor(name) { super("test:index:Group", name); this.registerOutputs({}); }
}
new Group("first");
`;

describe("the fleet on Pulumi's real engine", () => {
  let folder: string;
  let environment: Record<string, string>;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-fleet-"));
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: fleet-test\nruntime: nodejs\nmain: index.js\n");
    await writeFile(path.join(folder, "index.js"), program);
    await writeFile(path.join(folder, "package.json"), '{"main": "index.js"}');
    await writeFile(path.join(folder, "Pulumi.master.yaml"), "config:\n  fleet-test:kind: master\n");
    await writeFile(path.join(folder, "Pulumi.good.yaml"), "config:\n  fleet-test:kind: service\n");
    await writeFile(path.join(folder, "Pulumi.fresh.yaml"), "config:\n  fleet-test:kind: service\n");
    await writeFile(path.join(folder, "Pulumi.bad.yaml"), 'config:\n  fleet-test:fault: "yes"\n');
    await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    const engine = path.join(folder, "engine");
    await mkdir(engine);
    environment = await engineEnvironment({ folder: engine });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const fleet = async (...argv: string[]) => {
    const noProof = argv[0] === "up" ? ["--no-proof"] : [];
    const { code, out, err } = await start(["fleet", ...argv, ...noProof, "--json"], folder, environment);
    const results = out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    const found = results.filter(({ stack }) => stack).map(({ account, wave, ...result }) => result);
    return { code, err, results: found };
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

  it("L2: leaves no trace of the preview of a new stack, and destroys nothing where nothing is", async () => {
    const before = await readdir(folder);
    const preview = await fleet("preview", "--only", "fresh");
    assert.deepEqual(preview.results, [{ stack: "fresh", outcome: "done", changes: { create: 2 } }], preview.err);
    const listed = execFileSync("pulumi", ["stack", "ls", "--json"], {
      cwd: folder,
      env: { ...process.env, ...environment },
      encoding: "utf8",
    });
    assert.ok(!listed.includes("fresh"), listed);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name !== ".firebreak"),
      before.filter((name) => name !== ".firebreak"),
    );
    const destroy = await fleet("destroy", "--only", "fresh", "--yes");
    assert.deepEqual(destroy.results, [{ stack: "fresh", outcome: "done", changes: {} }], destroy.err);
    const drift = await fleet("drift", "--only", "fresh");
    assert.equal(drift.code, 1);
    assert.equal(drift.results[0].error, "the stack was never deployed");
  });

  it("L17: takes the README's lines of a deployment in their order, with a state in which nothing is", async () => {
    const readme = await readFile(path.join(root, "README.md"), "utf8");
    const [, block = ""] = /## Real deployment\s+```sh\n([\s\S]*?)```/.exec(readme) ?? [];
    const lines = block
      .split("\n")
      .filter((line) => /^pulumi (stack|up)/.test(line))
      .map((line) => line.replace(/#.*/, "").replace(/pulumi up/g, "pulumi up --yes --skip-preview"));
    assert.equal(lines.length, 2);
    const place = await mkdtemp(path.join(folder, "readme-"));
    for (const file of ["Pulumi.yaml", "index.js", "package.json"])
      await copyFile(path.join(folder, file), path.join(place, file));
    for (const stack of ["master", "service-payments"])
      await writeFile(path.join(place, `Pulumi.${stack}.yaml`), "config: {}\n");
    await symlink(path.join(root, "node_modules"), path.join(place, "node_modules"));
    const state = await mkdtemp(path.join(folder, "state-"));
    const env = { ...process.env, ...environment, PULUMI_BACKEND_URL: `file://${state}` };
    for (const line of lines) {
      const out = execFileSync("sh", ["-c", line], { cwd: place, env, encoding: "utf8" });
      assert.match(out, /2 created/, line);
    }
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
      const up = async (result: object, ...options: string[]) => {
        const { results, err } = await fleet("up", "--yes", ...options);
        assert.deepEqual(
          results,
          stacks.map((stack) => ({ stack, ...result })),
          err,
        );
        await rm(workspaces, { recursive: true });
      };
      await up({ outcome: "done", changes: { create: 2 } });
      await up({ outcome: "unchanged" });
      await up({ outcome: "done", changes: { same: 2 } }, "--force");
      const destroy = await fleet("destroy", "--yes");
      assert.deepEqual(
        destroy.results,
        stacks.toReversed().map((stack) => ({ stack, outcome: "done", changes: { delete: 2 } })),
      );
    } finally {
      await rm(path.join(folder, "fleet.yaml"));
    }
  });

  it("L3: encrypts the state under the key of the inventory, also in a clone without the workspaces", async () => {
    const key = await startKms();
    const secretsProvider = "awskms://alias/firebreak?region=eu-west-1";
    const place = await mkdtemp(path.join(folder, "key-"));
    await mkdir(path.join(place, "state"));
    const { PULUMI_CONFIG_PASSPHRASE: _, ...withoutPassphrase } = environment;
    const env = {
      ...withoutPassphrase,
      PULUMI_BACKEND_URL: `file://${path.join(place, "state")}`,
      AWS_ENDPOINT_URL: key.endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    try {
      for (const file of ["Pulumi.yaml", "index.js", "package.json"])
        await copyFile(path.join(folder, file), path.join(place, file));
      await symlink(path.join(root, "node_modules"), path.join(place, "node_modules"));
      await writeFile(
        path.join(place, "fleet.yaml"),
        stringify({
          ...{ organizationId: "o-a1b2c3d4e5", securityAccountId: "111122223333", homeRegion: "eu-west-1" },
          ...{ accounts: ["444455556666"], secretsProvider },
        }),
      );
      for (const more of [[], ["--force"]]) {
        const { code, err } = await start(["fleet", "up", "--yes", "--no-proof", ...more], place, env);
        assert.equal(code, 0, err);
        await rm(path.join(place, ".firebreak"), { recursive: true });
      }
      const states = path.join(place, "state", ".pulumi", "stacks", "fleet-test");
      for (const stack of ["master", "service-444455556666"]) {
        const { latest } = JSON.parse(await readFile(path.join(states, `${stack}.json`), "utf8")).checkpoint;
        assert.equal(latest.secrets_providers.type, "cloud", stack);
        assert.equal(latest.secrets_providers.state.url, secretsProvider, stack);
      }
      assert.ok(key.calls.includes("Decrypt"), "the second run read the state under the key");
    } finally {
      key.close();
    }
  });

  it("says so if there is no Pulumi CLI", async () => {
    environment = { ...environment, PATH: folder };
    const { code, results } = await fleet("preview", "--only", "good");
    assert.equal(code, 1);
    assert.equal(results[0].error, "the Pulumi CLI is not installed, or not in PATH");
  });
});
