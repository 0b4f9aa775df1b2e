import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";

const project = path.join(__dirname, "..", "..", "..");

describe("npm test", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-again-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** A file of one test, with the statements of its body. */
  const file = async (name: string, body: string) => {
    const where = path.join(folder, `${name}.test.cjs`);
    await writeFile(where, `const fs = require("node:fs"); it(${JSON.stringify(name)}, () => { ${body} });`);
    return where;
  };

  /** Runs a script with what the module of `npm test` exports. */
  const withTests = (script: string): Promise<{ code: number; out: string }> => {
    const whole = `const { everything, runsAgain, runTests } = await import("./local/setup/tests.mjs"); ${script}`;
    return new Promise((resolve) => {
      execFile(process.execPath, ["--input-type=module", "-e", whole], { cwd: project }, (error, out) => {
        resolve({ code: error ? Number(error.code) : 0, out });
      });
    });
  };

  /** Runs files as `npm test` does, all in one run, and returns how it ended. */
  const runAll = (files: string[]) =>
    withTests(`
      const run = { title: "all", args: ${JSON.stringify(files)}, environment: {} };
      process.exit(await runTests(() => [[run]], { again: true }));`);

  it("runs a failed file again, alone, prints both results, and counts the second", async () => {
    const mark = JSON.stringify(path.join(folder, "mark"));
    const shaky = await file(
      "shaky",
      `if (!fs.existsSync(${mark})) { fs.writeFileSync(${mark}, ""); throw new Error("too late"); }`,
    );
    const { code, out } = await runAll([await file("fine", ""), shaky]);
    assert.equal(code, 0, out);
    assert.match(
      out,
      /FAILED in all: shaky[\s\S]*too late[\s\S]*1 passed, 1 failed[\s\S]*again, alone[\s\S]*1 passed, 0 failed/,
    );
  });

  it("fails if the file fails again", async () => {
    const { code, out } = await runAll([await file("broken", 'throw new Error("no");')]);
    assert.equal(code, 1, out);
    assert.equal(out.match(/FAILED in/g)!.length, 2);
  });

  it("runs nothing again if more than three files fail", async () => {
    const files = await Promise.all(["a", "b", "c", "d"].map((name) => file(name, 'throw new Error("no");')));
    const { code, out } = await runAll(files);
    assert.equal(code, 4, out);
    assert.doesNotMatch(out, /has run again/);
  });

  it("looks again at what all end-to-end tests used, after one of them or the look itself failed", async () => {
    const { out } = await withTests(`
      const runs = everything({ SOME: "1" }, "left").flat();
      const again = (failing) =>
        runsAgain(runs.map((run) => ({ run, failed: failing[run.title] ?? [] }))).map(({ args, environment }) => [args, environment]);
      const [file, used] = [{ file: "test/x.test.ts" }, { file: "test/endToEnd/usedPermissions.test.ts" }];
      console.log(JSON.stringify([
        again({ "end to end, first half": [file, file], "what the end-to-end tests used": [used] }),
        again({ "what the end-to-end tests used": [used] }),
        again({ "local AWS and engine": [file] }),
        again({}),
      ]));`);
    const leaving = { SOME: "1", FIREBREAK_LEFT: "left" };
    const look = [["test/endToEnd/usedPermissions.test.ts"], leaving];
    assert.deepEqual(JSON.parse(out), [
      [[["test/x.test.ts"], leaving], look],
      [look],
      [[["test/x.test.ts"], { SOME: "1" }]],
      [],
    ]);
  });
});
