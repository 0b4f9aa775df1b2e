#!/usr/bin/env node
// Starts the tool from a clone, in any working folder. esbuild loads the TypeScript ten times faster than the compiler,
// at every start.
const { join } = require("node:path");
const { buildSync } = require("esbuild");

const { outputFiles } = buildSync({
  entryPoints: [join(__dirname, "main.ts")],
  bundle: true,
  write: false,
  platform: "node",
  format: "cjs",
  packages: "external",
  logLevel: "silent",
});
// Users of the tool cannot act on version warnings of Node.js and the AWS SDK.
process.removeAllListeners("warning");
module._compile(outputFiles[0].text, __filename);
const { main, processWorld } = module.exports;

// It is not an error if a reader such as `head` closes the pipe early.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
});
main(process.argv.slice(2), processWorld()).then((code) => {
  process.exitCode = code;
});
