import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";

const root = path.join(__dirname, "..", "..");
const page = readFileSync(path.join(root, "docs", "troubleshooting.md"), "utf8");

/** The first column of a section's table: the texts in code. */
function firstColumn(heading: string): string[] {
  const section = page.slice(page.indexOf(`## ${heading}`)).split("\n## ")[0]!;
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return rows.flatMap((row) => [...row.split(" | ")[0]!.matchAll(/`([^`]+)`/g)].map(([, text]) => text!));
}

const sourcesOf = (folder: string): string =>
  execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", `${folder}/*.ts`], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\0")
    .filter(Boolean)
    .map((file) => readFileSync(path.join(root, file), "utf8"))
    .join("\n");

describe("the page on troubleshooting", () => {
  it("P56: has every code that a function throws, and no other", () => {
    const thrown = [...sourcesOf("runtime").matchAll(/coded\(\s*(?:\w+ \?\? )?"(\w+)"/g)].map(([, code]) => code!);
    assert.deepEqual(firstColumn("A function says").sort(), [...new Set(thrown)].sort());
  });

  it("P56: quotes the command line as it speaks", () => {
    const spoken = sourcesOf("cli").replace(/\$\{directoryParameter\}/g, "/firebreak/directory");
    const texts = firstColumn("The command line says");
    assert.ok(texts.length > 10, String(texts.length));
    for (const text of texts) {
      for (const part of text.split(" ... ")) assert.ok(spoken.includes(part), part);
    }
  });
});
