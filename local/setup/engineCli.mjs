import { access, copyFile, mkdir, mkdtemp, realpath, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { attempt, succeed } from "./command.mjs";
import { locked } from "./lock.mjs";
import { Problem } from "./problem.mjs";
import { cache, project } from "./project.mjs";

/** The version that is built; local/engine/cli/go.mod names it too. */
const version = "3.274.1";
/** The oldest installed CLI that is taken. */
const oldest = [3, 200];
const source = path.join(project, "local", "engine", "cli");

/**
 * Finds a Pulumi CLI, or Go to build it from its modules: it is in no package registry, and releases are downloads.
 *
 * @returns {Promise<(starting: (what: string) => void) => Promise<string>>} builds the CLI if it has to be, once for all
 * clones, and returns its path.
 * @throws {Problem} if there is neither a CLI nor Go.
 */
export async function planCli() {
  const installed = await installedCli();
  if (installed) return async () => installed;
  const file = path.join(cache, `pulumi-${version}`, "pulumi");
  if (await exists(file)) return async () => file;
  await checkGo();
  return async (starting) => {
    const waiting = () => starting("another process builds it");
    await locked(`${path.dirname(file)}.lock`, waiting, async () => {
      if (!(await exists(file))) await build(file, starting);
    });
    return file;
  };
}

/** A CLI on the path that is whole, with its language host beside it, and new enough. */
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

/** Go looks itself whether it is new enough, or can fetch a version that is. */
async function checkGo() {
  const go = await attempt("go", ["version"], { cwd: source });
  if (!go.ok) {
    throw new Problem(
      `Neither the Pulumi CLI (${oldest.join(".")} or newer, https://www.pulumi.com/docs/install) nor a Go that can build it is there.\n` +
        `Install Go as local/engine/cli/go.mod wants it: https://go.dev/dl\n${go.output}`,
    );
  }
}

async function build(file, starting) {
  starting(`building the Pulumi CLI ${version} with Go; this takes some minutes, once`);
  const work = await mkdtemp(path.join(tmpdir(), "firebreak-cli-"));
  try {
    for (const name of ["go.mod", "go.sum"]) await copyFile(path.join(source, name), path.join(work, name));
    // Without its version the CLI is refused by Pulumi's own libraries.
    const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
    const main = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
    const env = { ...process.env, GOFLAGS: "-buildvcs=false -mod=readonly" };
    const args = ["build", "-ldflags", flags, "-o", path.join(work, "pulumi"), main];
    await succeed("building the Pulumi CLI", "go", args, { cwd: work, env });
    await mkdir(path.dirname(file), { recursive: true });
    // Renaming works within one file system only, and makes the file appear whole or not at all.
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
