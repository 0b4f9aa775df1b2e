import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { engineEnvironment } from "../../../local/engine/environment";
import { runCli } from "../../../local/engine/run";

describe("local engine: an installed provider", () => {
  const text = "#!/bin/sh\nexit 1\n";
  let folder: string;
  let provider: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-engine-"));
    provider = await mkdtemp(path.join(tmpdir(), "firebreak-plugin-"));
    await writeFile(path.join(provider, "pulumi-resource-aws"), text, { mode: 0o755 });
  });

  after(() => Promise.all([folder, provider].map((each) => rm(each, { recursive: true }))));

  const laidOut = async (environment: Record<string, string>) => {
    const plugins = JSON.parse(await runCli(["plugin", "ls", "--json"], environment));
    const { version } = plugins.find(({ name }: { name: string }) => name === "aws");
    assert.equal(version, require("@pulumi/aws/package.json").version);
    const file = path.join(environment["PULUMI_HOME"]!, "plugins", `resource-aws-v${version}`, "pulumi-resource-aws");
    return readFile(file, "utf8");
  };

  it("replaces the double, and sees no credentials or endpoints of the user", async () => {
    const environment = await engineEnvironment({ folder, provider, endpoint: "http://127.0.0.1:1" });
    assert.equal(await laidOut(environment), text);
    assert.equal(environment["AWS_ENDPOINT_URL"], "http://127.0.0.1:1");
    assert.equal(environment["AWS_SHARED_CREDENTIALS_FILE"], "/dev/null");
  });

  it("stays as it is when the double replaces it again", async () => {
    const environment = await engineEnvironment({ folder });
    assert.match(await laidOut(environment), /provider-\w+\.cjs/);
    assert.equal(await readFile(path.join(provider, "pulumi-resource-aws"), "utf8"), text);
  });
});
