import { readFile } from "node:fs/promises";
import path from "node:path";
import { succeed } from "./command.mjs";
import { locked } from "./lock.mjs";
import { project } from "./project.mjs";

/**
 * Installs the project's npm packages if they differ from package-lock.json.
 *
 * @param {(what: string) => void} starting
 */
export async function installPackages(starting) {
  if (await upToDate()) return;
  await locked(
    path.join(project, ".local", "packages.lock"),
    () => starting("another process is installing them"),
    async () => {
      if (await upToDate()) return;
      starting("npm ci");
      const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
      await succeed("the installation of the npm packages", "npm", args, { cwd: project });
    },
  );
}

/**
 * Whether every package is installed in the version of the lock file. After an installation, npm writes the packages
 * into node_modules/.package-lock.json; optional packages may be missing there.
 */
async function upToDate() {
  const [wanted, installed] = await Promise.all([
    packagesOf("package-lock.json"),
    packagesOf("node_modules/.package-lock.json").catch(() => undefined),
  ]);
  if (!installed) return false;
  const names = Object.keys(wanted).filter((name) => name !== "");
  return names.every((name) => {
    const found = installed[name];
    return found ? found.integrity === wanted[name].integrity : wanted[name].optional === true;
  });
}

async function packagesOf(file) {
  return JSON.parse(await readFile(path.join(project, file), "utf8")).packages;
}
