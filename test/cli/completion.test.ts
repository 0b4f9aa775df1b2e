import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "mocha";
import { run } from "./world";

const tool = path.join(__dirname, "..", "..", "cli", "firebreak.cjs");

/** What bash proposes for a line, after it has evaluated the script in another folder. */
function proposed(...words: string[]): string[] {
  const line = words.map((word) => `'${word}'`).join(" ");
  const script = `
    eval "$('${process.execPath}' '${tool}' completion bash)"
    COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}
    _firebreak
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`, SHELL: "/bin/bash" };
  return execFileSync("bash", ["--norc", "-c", script], { cwd: tmpdir(), env, encoding: "utf8" }).trim().split("\n");
}

describe("shell completion", () => {
  it("P25: works as installed: the script defines the word that it completes, in any folder", () => {
    assert.deepEqual(proposed("firebreak", "inc"), ["incidents"]);
    assert.deepEqual(proposed("firebreak", "exception", "gr"), ["grant"]);
    assert.ok(proposed("firebreak", "exception", "check", "ec2-").includes("ec2-instance"));
    assert.ok(proposed("firebreak", "incidents", "--outcome", "part").includes("partial"));
  });

  it("P25: the word that it defines starts the tool", () => {
    const script = `eval "$('${process.execPath}' '${tool}' completion bash)"; firebreak --version`;
    const env = { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin` };
    const out = execFileSync("bash", ["--norc", "-c", script], { cwd: tmpdir(), env, encoding: "utf8" });
    assert.equal(out.trim(), require("../../package.json").version);
  });

  it("P25: has a script for each shell, and names the shells", async () => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { code, out } = await run(["completion", shell]);
      assert.equal(code, 0);
      assert.ok(out.includes(`node '${tool}'`), out);
    }
    const { code, err } = await run(["completion", "tcsh"]);
    assert.equal(code, 2);
    assert.match(err, /the shells are bash, zsh, fish/);
  });
});
