import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { engineEnvironment } from "../../local/engine/environment";
import { project } from "../../local/world/stackFiles";
import { start } from "../../local/world/toolProcess";

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
    await symlink(path.join(project, "node_modules"), path.join(folder, "node_modules"));
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

  it("says so if there is no Pulumi CLI", async () => {
    environment = { ...environment, PATH: folder };
    const { code, results } = await fleet("preview", "--only", "good");
    assert.equal(code, 1);
    assert.equal(results[0].error, "the Pulumi CLI is not installed, or not in PATH");
  });
});
