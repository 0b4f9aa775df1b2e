import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export const project = path.join(__dirname, "..", "..");

const copied = ["runtime", "components", "local", "cli", "test", "index.ts", "package.json", "tsconfig.json"];
const copiedToo = ["biome.json", ".dependency-cruiser.cjs", "Pulumi.yaml"];

/** What a process of the copy printed, and how it ended. */
export interface Ended {
  code: number;
  output: string;
}

/** One test that mocha ran. */
export interface Tested {
  fullTitle: string;
  err: { message?: string };
}

/** The project as it is now, in its own folder that may be changed; packages are shared. */
export async function copyProject(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-copy-"));
  const filter = (source: string) =>
    !/__pycache__|[\\/]corpus[\\/].*\.json$|\.local/.test(source.slice(project.length));
  for (const name of [...copied, ...copiedToo]) {
    await cp(path.join(project, name), path.join(folder, name), { recursive: true, filter });
  }
  await symlink(path.join(project, "node_modules"), path.join(folder, "node_modules"));
  return folder;
}

/** Runs a program of the copy with Node. */
export function runIn(folder: string, args: string[]): Promise<Ended> {
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: `${stdout}${stderr}` }),
    );
  });
}

/** Runs tests of the copy. @throws Error with mocha's output if it could not run them */
export async function testIn(folder: string, files: string[], pattern?: string) {
  const report = path.join(folder, "report.json");
  await writeFile(report, "");
  const mocha = ["node_modules/mocha/bin/mocha.js", "--no-config", "--extension", "ts", "--timeout", "60000"];
  const reporter = ["--reporter", "json", "--reporter-option", `output=${report}`];
  const loader = ["--require", "ts-node/register/transpile-only"];
  const chosen = pattern ? ["--grep", pattern] : [];
  const { output } = await runIn(folder, [...mocha, ...loader, ...reporter, ...chosen, ...files]);
  const text = await readFile(report, "utf8");
  if (!text) throw new Error(output.slice(-3000));
  return JSON.parse(text) as { passes: Tested[]; failures: Tested[] };
}
