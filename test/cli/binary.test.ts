import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { describe, it } from "mocha";
import { processWorld } from "../../cli/world";
import { start } from "../../local/world/toolProcess";

describe("the command line as a process", () => {
  it("starts from any folder, without a build", async () => {
    const { code, out, err } = await start(["--version"], tmpdir(), {});
    assert.deepEqual({ code, out, err }, { code: 0, out: `${require("../../package.json").version}\n`, err: "" });
  });

  it("Z7: loads Pulumi only for a command that needs it", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "firebreak-binary-"));
    try {
      const hook = path.join(folder, "hook.cjs");
      await writeFile(
        hook,
        `process.on("exit", () => process.stderr.write(
          Object.keys(require.cache).some((file) => file.includes("@pulumi")) ? "pulumi" : "none"));`,
      );
      const inventory = { organizationId: "o-a1b2c3d4e5", securityAccountId: "111122223333", homeRegion: "eu-west-1" };
      const member = { accounts: ["444455556666"], defaults: { regions: ["eu-west-1"] } };
      await writeFile(path.join(folder, "fleet.yaml"), JSON.stringify({ ...inventory, ...member }));
      const loaded = async (...argv: string[]) =>
        (await start(argv, folder, { NODE_OPTIONS: `--require ${hook}` })).err;
      assert.equal(await loaded("fleet", "show"), "none");
      assert.equal(await loaded("fleet", "template", "--help"), "none");
      assert.equal(await loaded("fleet", "template", "regions"), "pulumi");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("ends with the exit code of the command, and writes problems to standard error only", async () => {
    const wrong = await start(["quux"], tmpdir(), {});
    assert.equal(wrong.code, 2);
    assert.equal(wrong.out, "");
    assert.match(wrong.err, /^firebreak: there is no command "quux": the commands are incidents, /);
  });

  it("says in plain words that there is no Region, and that there are no credentials", async () => {
    const region = await start(["incidents"], tmpdir(), {});
    assert.equal(region.code, 1);
    assert.equal(
      region.err,
      "firebreak: There is no Region: set AWS_REGION to the home Region of the security account.\n",
    );
    const credentials = await start(["incidents", "--json"], tmpdir(), { AWS_REGION: "eu-west-1" });
    assert.equal(credentials.code, 1);
    assert.match(credentials.err, /^firebreak: There are no AWS credentials: set AWS_PROFILE/);
    assert.equal(credentials.out, "");
  });

  const tool = path.join(__dirname, "..", "..", "cli", "firebreak.cjs");
  const shell = (script: string) => {
    const { status, stderr, stdout } = spawnSync("bash", ["--norc", "-c", script], { encoding: "utf8", cwd: tmpdir() });
    return { status, stderr, stdout };
  };
  const command = `'${process.execPath}' '${tool}'`;

  it("P12: says in one sentence that standard output is full, with exit code 1", () => {
    const { status, stderr } = shell(`${command} --help > /dev/full`);
    assert.equal(status, 1);
    assert.match(stderr, /^firebreak: The result could not be written to standard output \(ENOSPC\)[^\n]*\n$/);
  });

  it("P12: ends quietly if the reader or standard error is gone", () => {
    const closed = shell(`${command} --help | head -1; exit \${PIPESTATUS[0]}`);
    assert.deepEqual([closed.status, closed.stderr], [0, ""]);
    const full = shell(`${command} nope 2> /dev/full`);
    assert.deepEqual([full.status, full.stderr], [2, ""]);
  });

  it("P12: a question whose input ends is no consent and no success", async () => {
    const { stdin } = process;
    const ended = Readable.from([]);
    Object.defineProperty(process, "stdin", { value: ended, configurable: true });
    try {
      await assert.rejects(processWorld().ask("Release? "), /The input ended before an answer\. Nothing was changed\./);
    } finally {
      Object.defineProperty(process, "stdin", { value: stdin, configurable: true });
    }
  });
});
