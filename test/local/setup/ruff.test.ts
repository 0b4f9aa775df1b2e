import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const script = path.join(__dirname, "..", "..", "..", "local", "setup", "ruff.mjs");

describe("the check of the Python code", () => {
  let folder: string;
  let file: string;
  const ruff = (...args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [script, ...args, folder], { encoding: "utf8" });
    return { status, problems: stderr.split("\n").filter(Boolean) };
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-ruff-"));
    file = path.join(folder, "part", "deep", "code.py");
    await mkdir(path.dirname(file), { recursive: true });
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("names each problem with file, line and rule", async () => {
    await writeFile(file, '"""ü€😀."""\n\nimport zlib\nimport os\n\nprint( os)\n');
    const { status, problems } = ruff();
    assert.equal(status, 1);
    assert.deepEqual(problems.map((line) => line.split(" ").slice(0, 2).join(" ")).sort(), [
      "part/deep/code.py is",
      "part/deep/code.py:3:1 I001",
      "part/deep/code.py:3:8 F401",
    ]);
  });

  it("sorts imports and formats with --write, and then finds nothing", async () => {
    await writeFile(
      file,
      '"""ü€😀."""\n\nimport zlib\nimport os\n\ndef f():\n    import b, a\n    print( os,zlib,a,b)\n',
    );
    assert.deepEqual(ruff("--write"), { status: 0, problems: [] });
    const sorted =
      '"""ü€😀."""\n\nimport os\nimport zlib\n\n\ndef f():\n    import a\n    import b\n\n    print(os, zlib, a, b)\n';
    assert.equal(await readFile(file, "utf8"), sorted);
    assert.deepEqual(ruff(), { status: 0, problems: [] });
  });

  it("fails for invalid Python", async () => {
    await writeFile(file, "def f(:\n");
    assert.match(ruff().problems[0]!, /^part\/deep\/code\.py:1:7 invalid-syntax /);
  });
});
