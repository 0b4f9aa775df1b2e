import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chosenProvider } from "../../../local/drill/provider";

const { version } = require("@pulumi/aws/package.json");

describe("the drill's provider", () => {
  let home: string;
  const plant = (...names: string[]) =>
    Promise.all(names.map((name) => mkdir(path.join(home, "plugins", name), { recursive: true })));
  const choose = (asked = "1") => chosenProvider({ FIREBREAK_REAL_PROVIDER: asked, PULUMI_HOME: home });
  const problem = async () => {
    const chosen = await choose();
    assert.ok("problem" in chosen);
    assert.match(chosen.problem, new RegExp(`version ${version} .* not in ${path.join(home, "plugins")}`));
    assert.ok(chosen.problem.endsWith(`\nInstall it: pulumi plugin install resource aws ${version}`));
    return chosen.problem;
  };

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "firebreak-provider-"));
  });

  afterEach(() => rm(home, { recursive: true }));

  it("is the double by default", async () => {
    await plant(`resource-aws-v${version}`);
    assert.deepEqual(await choose(""), {});
  });

  it("is the installed plugin in the version of @pulumi/aws on request", async () => {
    await plant("resource-aws-v1.0.0", `resource-aws-v${version}`);
    assert.deepEqual(await choose(), { provider: path.join(home, "plugins", `resource-aws-v${version}`) });
  });

  it("is refused if none is installed, naming the version and the command", async () => {
    assert.doesNotMatch(await problem(), /which has/);
  });

  it("is refused if only other versions are installed, naming them", async () => {
    await plant("resource-aws-v1.0.0", "resource-awsx-v3.0.0");
    assert.match(await problem(), /, which has resource-aws-v1\.0\.0\.$/m);
  });

  it("is refused if the plugin's installation is incomplete", async () => {
    await plant(`resource-aws-v${version}`, `resource-aws-v${version}.partial`);
    await problem();
  });
});
