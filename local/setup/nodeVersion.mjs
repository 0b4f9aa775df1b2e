import { Problem } from "./problem.mjs";

const oldest = 20;

/** @throws {Problem} if this Node.js is too old. */
export function checkNode(version = process.versions.node) {
  if (Number(version.split(".")[0]) < oldest) {
    throw new Problem(`Node.js ${oldest} or newer is required, this is ${version}: https://nodejs.org`);
  }
}
