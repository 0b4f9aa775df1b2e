#!/usr/bin/env node
// Starts the tool from a clone, whatever folder it is called in. esbuild reads the TypeScript in a tenth of the time that
// the compiler would take, and who waits for an answer waits for it each time.
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
// What Node.js and the AWS SDK say about versions is nothing that who uses the tool can act on.
process.removeAllListeners("warning");
module._compile(outputFiles[0].text, __filename);
const { main, processWorld } = module.exports;

// A reader such as `head` that has seen enough is no fault.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
});
main(process.argv.slice(2), processWorld()).then((code) => {
  process.exitCode = code;
});
