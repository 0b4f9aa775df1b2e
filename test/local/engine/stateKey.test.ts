import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { parse } from "yaml";
import { engineEnvironment } from "../../../local/engine/environment";
import { type Kms, prefix, startKms } from "./kms";

const run = promisify(execFile);
const pipeline = path.join(__dirname, "..", "..", "..", "pipelines", "github", "firebreak-deploy.yml");
describe("the state of a pipeline", () => {
  let key: Kms;
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  const pulumi = (clone: string, ...args: string[]) =>
    run("pulumi", [...args, "--non-interactive"], { cwd: path.join(folder, clone), env: environment });
  /** An empty clone, as each run of a pipeline begins with. */
  const clone = async (name: string) => {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, "Pulumi.yaml"), "name: firebreak\nruntime: nodejs\n");
  };

  before(async () => {
    key = await startKms();
  });
  after(() => key.close());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-state-"));
    const engine = await engineEnvironment({ folder, endpoint: key.endpoint });
    const { env } = parse(await readFile(pipeline, "utf8")).jobs.up;
    environment = {
      ...process.env,
      ...env,
      ...engine,
      PULUMI_OPTION_SECRETS_PROVIDER: "awskms://alias/firebreak-state?region=eu-west-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    delete environment["PULUMI_CONFIG_PASSPHRASE"];
    await clone("first");
    await pulumi("first", "stack", "init", "service");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is encrypted under the KMS key of its variables, and by no passphrase", async () => {
    const stacks = path.join(folder, "state", ".pulumi", "stacks", "firebreak");
    const [file] = (await readdir(stacks)).filter((name) => name.endsWith(".json"));
    const { type, state } = JSON.parse(await readFile(path.join(stacks, file!), "utf8")).checkpoint.latest
      .secrets_providers;
    assert.equal(type, "cloud");
    assert.equal(state.url, "awskms://alias/firebreak-state?region=eu-west-1");
    assert.ok(Buffer.from(state.encryptedkey, "base64").includes(prefix));
  });

  it("is read in another empty clone with the same key, by no call but Encrypt and Decrypt", async () => {
    await clone("second");
    await pulumi("second", "config", "set", "--secret", "answer", "42", "--stack", "service");
    const [before, later] = await Promise.all(
      ["first", "second"].map(async (name) =>
        parse(await readFile(path.join(folder, name, "Pulumi.service.yaml"), "utf8")),
      ),
    );
    assert.equal(later.encryptedkey, before.encryptedkey);
    assert.deepEqual([...new Set(key.calls)].sort(), ["Decrypt", "Encrypt"]);
  });

  it("is not found again without the variable that falls back to it", async () => {
    await clone("second");
    environment["PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER"] = "false";
    await assert.rejects(
      pulumi("second", "config", "set", "--secret", "answer", "42", "--stack", "service"),
      /passphrase/,
    );
  });
});
