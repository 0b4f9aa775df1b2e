import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import ts from "typescript";

const runtime = path.join(__dirname, "..", "..", "runtime");

/** The nodes of a text of this kind. */
function nodesOf<Node extends ts.Node>(text: string, isIt: (node: ts.Node) => node is Node): Node[] {
  const found: Node[] = [];
  const visit = (node: ts.Node): void => {
    if (isIt(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true));
  return found;
}

/** The computed keys in the destructuring patterns of a text: `const { [key]: value } = item`. */
const computedKeys = (text: string): string[] =>
  nodesOf(text, ts.isBindingElement)
    .filter(({ propertyName }) => propertyName && ts.isComputedPropertyName(propertyName))
    .map((node) => node.getText());

/** Whether an identifier is a variable, and not the name of a property or of what is declared there. */
function isVariable(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) return parent.name !== node;
  return !ts.isBindingElement(parent) || parent.initializer === node;
}

/** The methods of objects that use a variable with their own name: `{ async find() { return find(); } }`. */
const namedAsTheyUse = (text: string): string[] =>
  nodesOf(text, ts.isMethodDeclaration)
    .filter(({ body, name, parent }) => {
      if (!body || !ts.isObjectLiteralExpression(parent)) return false;
      return variablesIn(body).includes(name.getText());
    })
    .map(({ name }) => name.getText());

/** The variables from outside of a function's body. */
function variablesIn(body: ts.Node): string[] {
  const used: string[] = [];
  const own: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isVariable(node)) used.push(node.text);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) own.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return used.filter((name) => !own.includes(name));
}

/** What is found in the files of the runtime, each with its file. */
function inRuntime(find: (text: string) => string[]): string[] {
  const files = readdirSync(runtime, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  assert.ok(files.length > 300, String(files.length));
  return files.flatMap((file) =>
    find(readFileSync(path.join(runtime, file), "utf8")).map((text) => `${file}: ${text}`),
  );
}

describe("what Pulumi's serialiser does not capture", () => {
  it("is not used in the runtime: in a deployed function a computed key of a destructuring pattern is undefined", () =>
    assert.deepEqual(inRuntime(computedKeys), []));

  it("is not used in the runtime: in a deployed method a variable with the name of the method is undefined", () =>
    assert.deepEqual(inRuntime(namedAsTheyUse), []));

  it("is found where it is used", () => {
    assert.deepEqual(computedKeys("const { [key]: value, ...rest } = item; const { a: b } = item; f({ [key]: 1 });"), [
      "[key]: value",
    ]);
    const methods = "const one = { async find() { return find(); }, read() { return it.read({ read: 1 }); } };";
    assert.deepEqual(namedAsTheyUse(methods), ["find"]);
    assert.deepEqual(namedAsTheyUse("const one = { list() { const list = []; return list; } };"), []);
  });
});
