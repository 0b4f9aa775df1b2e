import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { outcomes } from "../../runtime/model/outcome";

const project = path.join(__dirname, "..", "..");
const read = (...names: string[]) => readFileSync(path.join(project, ...names), "utf8");
const manifest = JSON.parse(read("package.json"));

describe("the files of the repository", () => {
  it("name one licence", () => {
    assert.equal(manifest.license, "MIT");
    assert.match(read("LICENSE"), /^MIT License\n\nCopyright \(c\) 2026 the Firebreak authors\n/);
  });

  it("require one version of Node.js", () => {
    assert.equal(manifest.engines.node, `>=${read(".nvmrc").trim()}`);
  });

  it("have an entry in the changelog for this version, and one for the next", () => {
    const versions = [...read("CHANGELOG.md").matchAll(/^## \[([^\]]+)\]( - \d{4}-\d{2}-\d{2})?$/gm)];
    assert.deepEqual(
      versions.slice(0, 2).map(([, version, date]) => [version, date !== undefined]),
      [
        ["Unreleased", false],
        [manifest.version, true],
      ],
    );
    assert.ok(read("SECURITY.md").includes(`now ${manifest.version.split(".").slice(0, 2).join(".")} |`));
  });

  it("give editors biome's format", () => {
    const { formatter } = JSON.parse(read("biome.json"));
    const [, all] = /^\[\*\]\n((?:.+\n)+)/m.exec(read(".editorconfig"))!;
    const set = Object.fromEntries(
      all!
        .trim()
        .split("\n")
        .map((line) => line.split(" = ")),
    );
    assert.equal(set.indent_style, formatter.indentStyle);
    assert.equal(set.indent_size, String(formatter.indentWidth));
    assert.equal(set.max_line_length, String(formatter.lineWidth));
  });

  it("have updates for every folder with its own manifest", () => {
    const manifests: Record<string, string> = { npm: "package.json", pip: "requirements.txt", gomod: "go.mod" };
    const { updates } = parse(read(".github", "dependabot.yml"));
    const places: [string, string][] = updates.map((update: any) => [update["package-ecosystem"], update["directory"]]);
    assert.deepEqual(places, [
      ["npm", "/"],
      ["pip", "/local/aws"],
      ["gomod", "/local/engine/cli"],
    ]);
    for (const [kind, folder] of places) assert.ok(existsSync(path.join(project, folder, manifests[kind]!)), folder);
    assert.equal(existsSync(path.join(project, ".github", "workflows")), false, "add github-actions to dependabot.yml");
  });

  it("list every outcome in the bug report form", () => {
    const { body } = parse(read(".github", "ISSUE_TEMPLATE", "bug.yml"));
    const options: string[] = body.find((part: { id?: string }) => part.id === "outcome").attributes.options;
    assert.deepEqual(options.slice(1).sort(), [...outcomes].sort());
  });

  it("have issue templates whose questions are complete", () => {
    const folder = path.join(project, ".github", "ISSUE_TEMPLATE");
    for (const file of readdirSync(folder).filter((name) => name !== "config.yml")) {
      const { name, description, body } = parse(read(".github", "ISSUE_TEMPLATE", file));
      assert.ok(name && description, file);
      const asked = body.filter(({ type }: { type: string }) => type !== "markdown");
      const ids = asked.map(({ id }: { id: string }) => id);
      assert.equal(new Set(ids).size, asked.length, file);
      for (const { type, attributes } of asked) {
        assert.ok(["input", "textarea", "dropdown"].includes(type) && attributes.label, file);
      }
    }
  });
});
