// Lints the project's Python, or that of another folder, and formats it: node local/setup/ruff.mjs [--write] [FOLDER]. Ruff is an
// npm package here, so that this needs no Python. It reads no files itself.
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { project } from "./project.mjs";

// Otherwise V8 optimises all of ruff's code, which takes seconds and saves less.
setFlagsFromString("--liftoff-only");
const { PositionEncoding, Workspace } = await import("@astral-sh/ruff-wasm-nodejs");

const workspace = new Workspace(
  settings(await readFile(path.join(project, "ruff.toml"), "utf8")),
  PositionEncoding.Utf16,
);
const args = process.argv.slice(2);
const write = args.includes("--write");
const root = args.find((argument) => argument !== "--write") ?? project;
let problems = 0;
for (const file of await pythonFiles()) {
  const found = await readFile(path.join(root, file), "utf8");
  const formatted = format(write ? withSortedImports(found) : found);
  if (formatted !== found && write) await writeFile(path.join(root, file), formatted);
  if (formatted !== found && !write) report(file, "is not formatted: npm run format");
  for (const { code, message, start_location: at } of workspace.check(write ? formatted : found)) {
    report(`${file}:${at.row}:${at.column}`, `${code} ${message}`);
  }
}
process.exitCode = problems > 0 ? 1 : 0;

function report(where, what) {
  problems += 1;
  process.stderr.write(`${where} ${what}\n`);
}

function format(text) {
  try {
    return workspace.format(text);
  } catch {
    // It cannot be parsed, which the check reports with the line.
    return text;
  }
}

function withSortedImports(text) {
  const lines = text.split("\n");
  const offset = ({ row, column }) => [...lines.slice(0, row - 1), ""].join("\n").length + column - 1;
  const edits = workspace.check(text).flatMap(({ code, fix }) => (code === "I001" && fix ? fix.edits : []));
  // From the end, so that an edit moves no other.
  return edits.reduceRight(
    (result, { content, location, end_location: end }) =>
      result.slice(0, offset(location)) + content + result.slice(offset(end)),
    text,
  );
}

async function pythonFiles() {
  const skipped = (name) => name.startsWith(".") || name === "node_modules";
  const folders = (await readdir(root, { withFileTypes: true })).filter((it) => it.isDirectory() && !skipped(it.name));
  const found = folders.map(async ({ name }) =>
    (await readdir(path.join(root, name), { recursive: true })).map((file) => path.join(name, file)),
  );
  return (await Promise.all(found))
    .flat()
    .filter((file) => file.endsWith(".py"))
    .sort();
}

/** Reads the few forms of TOML that ruff.toml uses. */
function settings(text) {
  const result = {};
  let section = result;
  for (const line of text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))) {
    const [, name, key, value] = /^(?:\[([\w.]+)\]|([\w-]+) = (.+))$/.exec(line) ?? [];
    if (!name && !key) throw new Error(`ruff.toml: cannot read "${line}"`);
    if (name) section = name.split(".").reduce((at, part) => (at[part] ??= {}), result);
    else section[key] = JSON.parse(value);
  }
  return result;
}
