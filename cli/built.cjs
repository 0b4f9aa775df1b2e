// The tool as one file, built when it is started for the first time and whenever one of its files has changed since.
const { createHash, randomUUID } = require("node:crypto");
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");
const { Script } = require("node:vm");
const { toolBundling } = require("./bundling.cjs");

const root = path.join(__dirname, "..");

/**
 * Loads a program in this folder. One text, with what V8 compiled of it the last time, takes a fraction of the time of all its parts.
 *
 * @param {string} entry File in this folder.
 * @param {string} [folder] Where built programs are kept.
 * @returns {any} Its exports.
 */
exports.load = (entry, folder = path.join(root, "node_modules", ".cache", "firebreak", "tool")) => {
  const kept = path.join(folder, path.basename(entry, ".ts"));
  const { text, digest } = fresh(kept) ?? rebuilt(entry, kept);
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

/** What is kept, unless a file that it was built from has changed. */
function fresh(kept) {
  const { digest, inputs } = JSON.parse(read(`${kept}.json`) ?? "{}");
  if (!inputs?.every(([file, stamp]) => stampOf(file) === stamp)) return undefined;
  const text = read(`${kept}.${digest}.js`)?.toString();
  return text && { text, digest };
}

function rebuilt(entry, kept) {
  const { buildSync } = require("esbuild");
  const { outputFiles, metafile } = buildSync({ ...toolBundling(path.join(__dirname, entry)), absWorkingDir: root });
  const text = withoutImports(outputFiles[0].text);
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const inputs = [...Object.keys(metafile.inputs), "package-lock.json", "cli/bundling.cjs", "cli/built.cjs"];
  removeAll(kept);
  keep(`${kept}.${digest}.js`, text);
  keep(`${kept}.json`, JSON.stringify({ digest, inputs: inputs.map((file) => [file, stampOf(file)]) }));
  return { text, digest };
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
