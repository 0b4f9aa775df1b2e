import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { operatorCommand } from "../../runtime/notices/operatorCommand";

const root = path.join(__dirname, "..", "..");
const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((file) => file && statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile());

/** The lines of a set of files that match a pattern, as `file:line: text`. */
const linesLike = (pattern: RegExp, files: string[]) =>
  files.flatMap((file) =>
    readFileSync(path.join(root, file), "utf8")
      .split("\n")
      .flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );

// In parts, since this file is scanned like any other.
const runner = "np" + "x";
/** Everything that fetches a package by its name and runs it. https://docs.npmjs.com/cli/v11/commands/npm-exec */
const fetches = new RegExp(
  `\\b(p?${runner}|bun[x]|uv[x])\\b|\\bnpm\\s+(--\\S+\\s+)*(exec|x|create|init|innit)\\b|\\b(pnpm|yarn)\\s+(dlx|create)\\b|\\bpipx\\s+run\\b`,
);

describe("Y5: the commands in the documentation", () => {
  it("Y5: no text or code that git tracks names a command that may fetch a package of the tool's name", () => {
    assert.ok(tracked.length > 500, "the files of the clone");
    assert.deepEqual(linesLike(fetches, tracked), []);
  });

  it("Y5: the scan finds each such command, and leaves others alone", () => {
    const bad = [
      `${runner} firebreak show`,
      `p${runner} firebreak`,
      "npm " + "exec firebreak",
      "npm --yes " + "x firebreak",
    ];
    for (const line of [...bad, "pnpm " + "dlx firebreak", "yarn " + "create x"]) assert.match(line, fetches);
    for (const line of ["npm ci --ignore-scripts", "npm run check", operatorCommand("show ID")]) {
      assert.doesNotMatch(line, fetches);
    }
  });

  it("Y5: the command starts a file of the clone, and one function defines it for all code", () => {
    const [program, file, ...more] = operatorCommand("show ID").split(" ");
    assert.deepEqual([program, file, more], ["node", "cli/firebreak.cjs", ["show", "ID"]]);
    assert.ok(tracked.includes(file!), "the file is part of the clone");
    const code = tracked.filter((name) =>
      /^(cli|components|local|rehearsal|runtime)\/.*\.(ts|mjs|cjs)$|^index\.ts$/.test(name),
    );
    assert.deepEqual(
      linesLike(new RegExp(operatorCommand().replaceAll(".", "\\.")), code).map((line) => line.split(":")[0]),
      ["runtime/notices/operatorCommand.ts"],
    );
  });

  it("Y5: every command of the tool in a document has that one form", () => {
    const verbs =
      "incidents|show|approvals|plan|contain|approve|decline|release|pause|resume|exception|redrive|doctor|rehearse|report|preflight|init|fleet";
    const documents = tracked.filter((name) => name.endsWith(".md"));
    assert.deepEqual(linesLike(new RegExp(`(^|[\`\\s])firebreak (${verbs})\\b`), documents), []);
    assert.ok(linesLike(new RegExp(`${operatorCommand()} (${verbs})\\b`), documents).length > 30);
  });
});
