import { access, copyFile, mkdir, mkdtemp, realpath, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { attempt, succeed } from "./command.mjs";
import { locked } from "./lock.mjs";
import { Problem } from "./problem.mjs";
import { cache, project } from "./project.mjs";

/** The version to build; local/engine/cli/go.mod has it too. */
const version = "3.274.1";
/** The oldest accepted version of an installed CLI. */
const oldest = [3, 200];
const source = path.join(project, "local", "engine", "cli");

/**
 * Finds a Pulumi CLI, or Go to build it from its modules. The CLI is in no package registry, and its releases are
 * downloads.
 *
 * @returns {Promise<(starting: (what: string) => void) => Promise<string>>} builds the CLI if necessary, once for all
 *   clones, and returns its path.
 * @throws {Problem} if neither a CLI nor Go is installed.
 */
export async function planCli() {
  const installed = await installedCli();
  if (installed) return async () => installed;
  const file = path.join(cache, `pulumi-${version}`, "pulumi");
  if (await exists(file)) return async () => file;
  await checkGo();
  return async (starting) => {
    const waiting = () => starting("another process is building it");
    await locked(`${path.dirname(file)}.lock`, waiting, async () => {
      if (!(await exists(file))) await build(file, starting);
    });
    return file;
  };
}

/** A complete CLI on the path, with its language host next to it, that is new enough. */
async function installedCli() {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, "pulumi");
    const real = await realpath(file).catch(() => undefined);
    if (!real || !(await exists(path.join(path.dirname(real), "pulumi-language-nodejs")))) continue;
    const { ok, output } = await attempt(real, ["version"], {
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    const [, major, minor] = /v?(\d+)\.(\d+)\.\d+/.exec(output) ?? [];
    if (ok && Number(major) === oldest[0] && Number(minor) >= oldest[1]) return real;
  }
  return undefined;
}

/** Go itself checks whether it is new enough or can download a newer version. */
async function checkGo() {
  const go = await attempt("go", ["version"], { cwd: source });
  if (!go.ok) {
    throw new Problem(
      `Neither the Pulumi CLI (${oldest.join(".")} or newer, https://www.pulumi.com/docs/install) nor a suitable Go to build it is installed.\n` +
        `Install the Go version in local/engine/cli/go.mod: https://go.dev/dl\n${go.output}`,
    );
  }
}

async function build(file, starting) {
  starting(`building the Pulumi CLI ${version} with Go; this takes a few minutes, once`);
  const work = await mkdtemp(path.join(tmpdir(), "firebreak-cli-"));
  try {
    for (const name of ["go.mod", "go.sum"]) await copyFile(path.join(source, name), path.join(work, name));
    // Pulumi's libraries refuse a CLI without a version.
    const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
    const main = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
    const env = { ...process.env, GOFLAGS: "-buildvcs=false -mod=readonly" };
    const args = ["build", "-ldflags", flags, "-o", path.join(work, "pulumi"), main];
    await succeed("building the Pulumi CLI", "go", args, { cwd: work, env });
    await mkdir(path.dirname(file), { recursive: true });
    // Renaming works only within a file system, and makes the file appear complete or not at all.
    await copyFile(path.join(work, "pulumi"), `${file}.new`);
    await rename(`${file}.new`, file);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}
