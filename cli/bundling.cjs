// Shared by firebreak.cjs, which starts before TypeScript can be read, and by what it starts.
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

/** With this argument firebreak.cjs is a process in which fleet deploys: fleet/engine/lane.ts. */
exports.laneArgument = "--lane";

/**
 * The options with which esbuild makes one CommonJS text of a program, without the packages that it uses.
 *
 * @param {string} entryPoint
 */
exports.bundling = (entryPoint) => ({
  entryPoints: [entryPoint],
  bundle: true,
  write: false,
  platform: "node",
  format: "cjs",
  packages: "external",
  logLevel: "silent",
});

/** Packages that are loaded at each start and become part of the built tool, without what it does not use of them. */
const built = ["csv-stringify", "picocolors", "string-width", "yaml", "yargs", "zod"];

/**
 * The options with which esbuild makes the tool itself. All other packages are loaded when they are needed.
 *
 * @param {string} entryPoint
 */
exports.toolBundling = (entryPoint) => ({
  ...exports.bundling(entryPoint),
  packages: "bundle",
  external: [
    ...Object.keys(require("../package.json").dependencies).filter((name) => !built.includes(name)),
    ...["@aws-sdk/*", "@pulumi/*", "@smithy/*", "@modelcontextprotocol/*"],
  ],
  // yargs looks for its texts beside this file of its own.
  define: {
    "import.meta.url": JSON.stringify(
      pathToFileURL(join(__dirname, "../node_modules/yargs/lib/platform-shims/esm.mjs")).href,
    ),
  },
  minifySyntax: true,
  metafile: true,
});

/**
 * The options with which esbuild makes the script and the style sheet of a page, with everything that it needs: the page loads nothing
 * else.
 *
 * @param {string} entryPoint
 */
exports.pageBundling = (entryPoint) => ({
  entryPoints: [entryPoint],
  bundle: true,
  write: false,
  outdir: "page",
  platform: "browser",
  format: "iife",
  target: "es2022",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  minify: true,
  legalComments: "none",
  logLevel: "silent",
  metafile: true,
});
