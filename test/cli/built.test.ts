import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";

const project = path.join(__dirname, "..", "..");
const built = path.join(project, "cli", "built.cjs");

describe("the built command line", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-built-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Loads the tool in a process of its own, and says which files that process read. */
  function loaded(kept: string): string[] {
    const script = `
      const { main } = require(${JSON.stringify(built)}).load("main.ts", ${JSON.stringify(kept)});
      console.log(JSON.stringify([typeof main, ...Object.keys(require.cache)]));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8", cwd: tmpdir() });
    assert.equal(stderr, "");
    const [type, ...files] = JSON.parse(stdout);
    assert.equal(type, "function");
    return files.map((file: string) => path.relative(project, file));
  }
  const packages = (files: string[]) => files.flatMap((file) => /^node_modules\/([^/]+)/.exec(file)?.[1] ?? []);

  it("P26: is read from one file, and built only by the first start", () => {
    const kept = path.join(folder, "kept");
    assert.ok(packages(loaded(kept)).includes("esbuild"));
    assert.deepEqual(loaded(kept).sort(), ["cli/built.cjs", "cli/bundling.cjs"]);
  });

  it("P26: is built again if one of its files has changed", async () => {
    const kept = path.join(folder, "changed");
    loaded(kept);
    const state = path.join(kept, "main.json");
    const { digest, inputs } = JSON.parse(readFileSync(state, "utf8"));
    assert.ok(inputs.some(([file]: [string]) => file === "cli/main.ts"));
    const other = inputs.map(([file, stamp]: [string, string]) => [file, file === "cli/main.ts" ? "0 0" : stamp]);
    await writeFile(state, JSON.stringify({ digest, inputs: other }));
    assert.ok(packages(loaded(kept)).includes("esbuild"));
    assert.ok(!packages(loaded(kept)).includes("esbuild"));
  });

  it("P26: works without what V8 kept, with what it does not take, and where nothing can be written", async () => {
    const kept = path.join(folder, "damaged");
    loaded(kept);
    const code = path.join(kept, (await readdir(kept)).find((name) => name.endsWith(".code"))!);
    await writeFile(code, "of another version");
    loaded(kept);
    await rm(code);
    loaded(kept);
    await utimes(code, new Date(), new Date());
    const file = path.join(folder, "file");
    await writeFile(file, "");
    loaded(path.join(file, "below"));
  });

  it("P26: the page of the console is built apart and once, and is no part of the tool", () => {
    const kept = path.join(folder, "page");
    const script = `
      const { page } = require(${JSON.stringify(built)});
      const { js, css } = page("console/page/main.tsx", ${JSON.stringify(kept)});
      console.log(JSON.stringify([js.length, css.length, ...Object.keys(require.cache)]));`;
    const start = () => {
      const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8", cwd: tmpdir() });
      assert.equal(stderr, "");
      const [js, css, ...files] = JSON.parse(stdout);
      assert.ok(js > 100_000 && css > 100_000);
      return packages(files.map((file: string) => path.relative(project, file)));
    };
    assert.ok(start().includes("esbuild"));
    assert.deepEqual(start(), []);
    loaded(kept);
    const { inputs } = JSON.parse(readFileSync(path.join(kept, "main.json"), "utf8"));
    const names = inputs.map(([file]: [string]) => file);
    assert.ok(names.includes("cli/console/server.ts"));
    assert.deepEqual(
      names.filter((file: string) => /console\/page|node_modules\/(react|@cloudscape-design)/.test(file)),
      [],
    );
  });
});
