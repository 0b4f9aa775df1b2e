import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { attempt, succeed } from "./command.mjs";
import { locked } from "./lock.mjs";
import { Problem } from "./problem.mjs";
import { cache, project } from "./project.mjs";

const oldest = [3, 12];
/**
 * Prints the version. It fails if the modules for virtual environments are missing, which some systems package
 * separately.
 */
const probe = "import ensurepip, sys, venv; print('%d.%d.%d' % sys.version_info[:3])";

/**
 * Finds the Python for the local AWS.
 *
 * @returns {Promise<(starting: (what: string) => void) => Promise<string>>} creates an environment with the packages of
 *   the local AWS, once for all clones with the same requirements, and returns the path of its Python.
 * @throws {Problem} if no Python is new enough.
 */
export async function planPython() {
  const requirements = path.join(project, "local", "aws", "requirements.txt");
  const text = await readFile(requirements, "utf8");
  const { file, version } = await findPython();
  const hash = createHash("sha256").update(`${version}\n${text}`).digest("hex").slice(0, 12);
  const folder = path.join(cache, `python-${hash}`);
  const python = path.join(folder, "bin", "python");
  // Written after everything is installed, so that a folder without it is incomplete.
  const stamp = path.join(folder, "complete");
  const make = async (starting) => {
    if (await usable(python, stamp)) return;
    starting(`installing the packages of the local AWS with Python ${version}`);
    await mkdir(cache, { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await succeed("creating a Python environment", file, ["-m", "venv", folder]);
    const pip = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"];
    await succeed("the installation of the Python packages", python, [...pip, "--require-hashes", "-r", requirements]);
    await writeFile(stamp, `${version}\n`);
  };
  return async (starting) => {
    if (await usable(python, stamp)) return python;
    const waiting = () => starting("another process is creating it");
    await locked(`${folder}.lock`, waiting, () => make(starting));
    return python;
  };
}

/** Whether the environment is complete, and its Python, which is outside it, still exists. */
async function usable(python, stamp) {
  const complete = await access(stamp).then(
    () => true,
    () => false,
  );
  return complete && (await attempt(python, ["-c", ""])).ok;
}

async function findPython() {
  const found = [];
  for (const file of ["python3.13", "python3.12", "python3", "python", ...(await pyenvPythons())]) {
    // Each must be tried: commands of pyenv on the path may have no selected version.
    const { ok, output } = await attempt(file, ["-c", probe]);
    if (!ok) continue;
    if (isNewEnough(output)) return { file, version: output };
    found.push(`${file} is ${output}`);
  }
  const seen = found.length > 0 ? ` (${found.join(", ")})` : "";
  throw new Problem(`Python ${oldest.join(".")} or newer with venv and pip is required${seen}: https://www.python.org`);
}

/** The Pythons of pyenv, newest first, selected or not. */
async function pyenvPythons() {
  const versions = path.join(process.env.PYENV_ROOT || path.join(homedir(), ".pyenv"), "versions");
  const names = await readdir(versions).catch(() => []);
  const newestFirst = names.sort((left, right) => right.localeCompare(left, "en", { numeric: true }));
  return newestFirst.map((name) => path.join(versions, name, "bin", "python3"));
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
