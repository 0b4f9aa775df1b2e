import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  createSourceFile,
  forEachChild,
  isStringLiteralLike,
  isTemplateHead,
  type Node,
  ScriptTarget,
} from "typescript";

const code = /case \d+|[A-Z]\d{1,2}[a-z]?/;
/** Names of AWS that look like codes. */
const others = ["S3", "V2"];
const leading = new RegExp(`^(?:(?:${code.source})(?:: |,? ))+`);
const closing = new RegExp(`\\((?:(?:${code.source})(?:, )?)+\\)$`);

/** The codes in the titles of a file of tests: at the beginning of a text, or in brackets at its end. */
export function codesIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (isStringLiteralLike(node) || isTemplateHead(node)) found.push(...codesOf(node.text));
    forEachChild(node, visit);
  };
  visit(createSourceFile("", source, ScriptTarget.Latest));
  return [...new Set(found)];
}

function codesOf(title: string): string[] {
  const places = [leading, closing].flatMap((place) => place.exec(title) ?? []);
  const codes = places.flatMap((text) => text.match(new RegExp(code, "g")) ?? []);
  return codes.filter((name) => !others.includes(name));
}

/** The tests of each code, as files without `test/` and `.test.ts`. */
export function testsByCode(project: string): Map<string, string[]> {
  const tests = new Map<string, string[]>();
  const folder = path.join(project, "test");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
  for (const file of files.sort()) {
    const name = file
      .split(path.sep)
      .join("/")
      .replace(/\.test\.ts$/, "");
    for (const found of codesIn(readFileSync(path.join(folder, file), "utf8"))) {
      tests.set(found, [...(tests.get(found) ?? []), name]);
    }
  }
  return tests;
}

/** A page in which the last cell of each row with a code names the tests of that code. */
export function withTests(page: string, tests: Map<string, string[]>): string {
  const row = new RegExp(`^(\\| (${code.source}) \\| [^|]+ \\|).*$`, "gm");
  return page.replace(row, (_line, cells: string, id: string) => {
    const names = (tests.get(id) ?? []).map((name) => `\`${name}\``);
    return `${cells} ${names.join(", ")} |`;
  });
}
