#!/usr/bin/env node
// Starts the tool from a clone, in any working folder.
const { load } = require("./built.cjs");
const { laneArgument } = require("./bundling.cjs");

const isLane = process.argv[2] === laneArgument;
// Users of the tool cannot act on version warnings of Node.js and the AWS SDK.
process.removeAllListeners("warning");
const { main, processWorld, serveLane } = load(isLane ? "fleet/engine/lane.ts" : "main.ts");

let lost = false;
process.stdout.on("error", ({ code }) => {
  // It is not an error if a reader such as `head` closes the pipe early.
  if (code === "EPIPE" || lost) return;
  lost = true;
  process.exitCode = 1;
  process.stderr.write(
    `firebreak: The result could not be written to standard output (${code}); the command itself went on.\n`,
  );
});
// Where standard error or the terminal is gone, nobody is left to be told.
process.stderr.on("error", () => {});
process.stdin.on("error", () => {});
if (isLane) serveLane();
else {
  // A command that never ends, because its terminal is gone, has not succeeded.
  process.exitCode = 1;
  main(process.argv.slice(2), processWorld()).then((code) => {
    process.exitCode = lost ? 1 : code;
  });
}
