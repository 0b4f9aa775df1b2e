// The tool as one file, built when it is started for the first time and whenever one of its files has changed since.
const { createHash, randomUUID } = require("node:crypto");
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");
const { Script } = require("node:vm");
const { pageBundling, toolBundling } = require("./bundling.cjs");

const root = path.join(__dirname, "..");
const tool = path.join(root, "node_modules", ".cache", "firebreak", "tool");

/**
 * Loads a program in this folder. One text, with what V8 compiled of it the last time, takes a fraction of the time of all its parts.
 *
 * @param {string} entry File in this folder.
 * @param {string} [folder] Where built programs are kept.
 * @returns {any} Its exports.
 */
exports.load = (entry, folder = tool) => {
  const kept = path.join(folder, path.basename(entry, ".ts"));
  const found = fresh(kept) ?? rebuilt(kept, toolBundling(path.join(__dirname, entry)), withoutImports);
  const { digest } = found;
  const text = found.texts.js;
  const code = read(`${kept}.${digest}.code`);
  const filename = path.join(__dirname, "firebreak.cjs");
  const script = new Script(`(function (exports, require, module, __dirname, ${importing}) {${text}\n})`, {
    filename,
    ...(code && { cachedData: code }),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(filename), module, __dirname, (name) => import(name));
  // Another version of Node.js does not take the code. At the end, V8 has compiled what a command uses.
  if (!code || script.cachedDataRejected) {
    process.once("exit", () => keep(`${kept}.${digest}.code`, script.createCachedData()));
  }
  return module.exports;
};

/**
 * The script and the style sheet of a page for browsers. They are kept as a program is.
 *
 * @param {string} entry File in this folder.
 * @param {string} [folder] Where they are kept.
 * @returns {{ js: string, css: string }}
 */
exports.page = (entry, folder = tool) => {
  const kept = path.join(folder, "page");
  return (fresh(kept) ?? rebuilt(kept, pageBundling(path.join(__dirname, entry)))).texts;
};

/** What is kept, unless a file that it was built from has changed. */
function fresh(kept) {
  const { digest, kinds, inputs } = JSON.parse(read(`${kept}.json`) ?? "{}");
  if (!inputs?.every(([file, stamp]) => stampOf(file) === stamp)) return undefined;
  const texts = Object.fromEntries(kinds.map((kind) => [kind, read(`${kept}.${digest}.${kind}`)?.toString()]));
  return Object.values(texts).every(Boolean) ? { texts, digest } : undefined;
}

function rebuilt(kept, options, change = (text) => text) {
  const { buildSync } = require("esbuild");
  const { outputFiles, metafile } = buildSync({ ...options, absWorkingDir: root });
  const kindOf = (file) => path.extname(file.path).slice(1) || "js";
  const texts = Object.fromEntries(outputFiles.map((file) => [kindOf(file), change(file.text)]));
  const digest = createHash("sha256").update(Object.values(texts).join("")).digest("hex").slice(0, 16);
  const inputs = [...Object.keys(metafile.inputs), "package-lock.json", "cli/bundling.cjs", "cli/built.cjs"];
  removeAll(kept);
  for (const [kind, text] of Object.entries(texts)) keep(`${kept}.${digest}.${kind}`, text);
  const stamps = inputs.map((file) => [file, stampOf(file)]);
  keep(`${kept}.json`, JSON.stringify({ digest, kinds: Object.keys(texts), inputs: stamps }));
  return { texts, digest };
}

/** What the text calls instead of import(), which code that V8 keeps cannot have. */
const importing = "importPackage";
const withoutImports = (text) => text.replace(/\bimport\((?=")/g, `${importing}(`);

function stampOf(file) {
  const found = statSync(path.join(root, file), { throwIfNoEntry: false });
  return found && `${found.mtimeMs} ${found.size}`;
}

const read = (file) => quietly(() => readFileSync(file));

function removeAll(kept) {
  const [folder, name] = [path.dirname(kept), path.basename(kept)];
  for (const file of quietly(() => readdirSync(folder)) ?? []) {
    if (file.startsWith(`${name}.`)) quietly(() => rmSync(path.join(folder, file)));
  }
}

/** Another start at the same time sees a whole file or none. Where nothing can be written, each start builds. */
function keep(file, content) {
  const own = `${file}.${randomUUID()}`;
  quietly(() => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(own, content, { mode: 0o600 });
    renameSync(own, file);
  });
}

/** What is kept only saves time: if it cannot be read or written, the tool works without it. */
function quietly(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
