import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const project = path.join(__dirname, "..", "..");
const product = ["runtime", "components", "cli", "rehearsal"];

const files = product.flatMap((folder) =>
  readdirSync(path.join(project, folder), { recursive: true })
    .map(String)
    .filter((name) => /[.]tsx?$/.test(name))
    .map((name) => path.join(folder, name)),
);

/** Functions with more than four parameters, by file and line. */
function tooMany(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(project, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && node.parameters.length > 4) {
      found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("the size of the product's code", () => {
  it("no function has more than four parameters", () => assert.deepEqual(files.flatMap(tooMany), []));

  it("no file has more than 250 lines", () => {
    const long = files.filter((file) => readFileSync(path.join(project, file), "utf8").split("\n").length > 251);
    assert.deepEqual(long, []);
  });
});
