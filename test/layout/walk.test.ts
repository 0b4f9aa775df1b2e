import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import ts from "typescript";

const project = path.join(__dirname, "..", "..");
const textOf = (file: string) => readFileSync(path.join(project, file), "utf8");

/** The files that docs/architecture.md names as the way of a finding, in order and each once. */
function walk(): string[] {
  const found = /^A finding passes these files[\s\S]*?\n\n/m.exec(textOf("docs/architecture.md"));
  assert.ok(found, "docs/architecture.md no longer has the way of a finding");
  return [...new Set([...found[0].matchAll(/`([\w/]+\.ts)`/g)].map(([, name]) => `runtime/${name}`))];
}

/** The files that a file loads: what it imports only as types is gone from the JavaScript. */
function loads(file: string): string[] {
  const { outputText } = ts.transpileModule(textOf(file), { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const names = [...outputText.matchAll(/require\("(\.[^"]+)"\)/g)].map(([, name]) => name!);
  return names.map((name) => `${path.join(path.dirname(file), name)}.ts`);
}

describe("the way of a finding from the handler to its decision", () => {
  const files = walk();

  it("is through at most 20 files, from the function that takes deliveries to the one that writes the decision", () => {
    assert.deepEqual(
      files.filter((file) => !existsSync(path.join(project, file))),
      [],
    );
    assert.ok(files.length <= 20, `${files.length}: ${files.join(", ")}`);
    assert.match(textOf(files[0]!), /processPartialResponse\(/);
    assert.match(textOf(files.at(-1)!), /\.finish\(/);
  });

  it("has no gap: each file is loaded directly by one that is named before it", () => {
    const loaded = files.map(loads);
    const gaps = files.filter((file, at) => at > 0 && !loaded.slice(0, at).some((names) => names.includes(file)));
    assert.deepEqual(gaps, []);
  });
});
