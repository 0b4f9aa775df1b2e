import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import ts from "typescript";

const runtime = path.join(__dirname, "..", "..", "runtime");

/** The computed keys in the destructuring patterns of a text: `const { [key]: value } = item`. */
function computedKeys(text: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isBindingElement(node) && node.propertyName && ts.isComputedPropertyName(node.propertyName)) {
      found.push(node.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("what Pulumi's serialiser does not capture", () => {
  it("is not used in the runtime: in a deployed function a computed key of a destructuring pattern is undefined", () => {
    const files = readdirSync(runtime, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    assert.ok(files.length > 300, String(files.length));
    const found = files.flatMap((file) =>
      computedKeys(readFileSync(path.join(runtime, file), "utf8")).map((text) => `${file}: ${text}`),
    );
    assert.deepEqual(found, []);
  });

  it("is found where it is used", () => {
    assert.deepEqual(computedKeys("const { [key]: value, ...rest } = item; const { a: b } = item; f({ [key]: 1 });"), [
      "[key]: value",
    ]);
  });
});
