import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";

const project = path.join(__dirname, "..", "..");
const pages = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: project,
  encoding: "utf8",
})
  .split("\0")
  .filter((file) => file && existsSync(path.join(project, file)));

/** Made by GitHub and not a file: the form for private reports, as seen from the page in the top folder. */
const made = ["../../security/advisories/new"];

const textOf = (file: string) => readFileSync(path.join(project, file), "utf8").replace(/^```[\s\S]*?^```$/gm, "");

/** The anchors that GitHub gives the headings of a page. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

/** The links of a page that lead to a file or heading that does not exist. */
function broken(file: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link) || made.includes(link)) return false;
    const [to, anchor] = link.split("#");
    const target = to ? path.join(path.dirname(file), to) : file;
    if (to && !existsSync(path.join(project, target))) return true;
    return anchor !== undefined && !anchorsOf(target === file ? text : textOf(target)).includes(anchor);
  });
}

describe("the links and file names of the documentation", () => {
  it("lead to files and headings that exist", () => {
    assert.ok(pages.includes("docs/decisions/README.md"), String(pages));
    const found = pages.flatMap((file) => broken(file, textOf(file)).map((link) => `${file}: ${link}`));
    assert.deepEqual(found, []);
  });

  it("name code files that exist", () => {
    const named = /`((?:bench|cli|components|local|rehearsal|runtime|test)\/[\w/-]+\.(?:ts|mjs|cjs|py))`/g;
    const all = pages.flatMap((file) => [...textOf(file).matchAll(named)].map(([, name]) => `${file}: ${name}`));
    assert.ok(all.length > 20, String(all.length));
    assert.deepEqual(
      all.filter((entry) => !existsSync(path.join(project, entry.split(": ")[1]!))),
      [],
    );
  });

  it("are reported if they lead nowhere", () => {
    const text =
      "# A heading\n[a](#a-heading) [b](#another) [c](missing.md) [d](README.md) [e](README.md#nothing-here)";
    assert.deepEqual(broken("page.md", text), ["#another", "missing.md", "README.md#nothing-here"]);
  });

  it("lead to each decision from the index, which gives its title and status", () => {
    const index = textOf("docs/decisions/README.md");
    const records = pages.filter((file) => /^docs\/decisions\/\d{4}-/.test(file));
    assert.ok(records.length >= 7);
    for (const record of records) {
      const [, title] = /^# (.+)$/m.exec(textOf(record))!;
      const [, status] = /^Status: (.+)$/m.exec(textOf(record))!;
      assert.ok(index.includes(`| [${title}](${path.basename(record)}) | ${status} |`), record);
      for (const part of ["Context", "Decision", "Consequences"]) {
        assert.match(textOf(record), new RegExp(`^## ${part}$`, "m"), record);
      }
    }
  });
});
