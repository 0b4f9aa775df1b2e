import {
  chmod,
  copyFile,
  link,
  mkdir,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { devNull } from "node:os";
import path from "node:path";
import { bundle, bundles } from "./bundle";

/** The parts of a folder's engine. */
export interface EngineOptions {
  /**
   * Folder for the engine's home, its plugins, its state and its configuration files; it is created if it does not
   * exist.
   */
  folder: string;
  /** URL of the local AWS. Without it, AWS_ENDPOINT_URL must be set when the engine runs. */
  endpoint?: string;
  /** Path of the Pulumi CLI; FIREBREAK_PULUMI by default. */
  cli?: string;
  /** Folder of an installed plugin of the AWS provider, in place of the double. */
  provider?: string | undefined;
}

/**
 * Lays out an engine in a folder: the CLI with its language host, and a PULUMI_HOME whose aws and awsx plugins are those
 * of local/engine, unless an installed aws plugin is given. Calling it again keeps the state.
 *
 * @returns the environment variables to run the CLI with, on top of the caller's own environment.
 * @throws Error if no CLI is given.
 */
export async function engineEnvironment(options: EngineOptions): Promise<Record<string, string>> {
  const folder = path.resolve(options.folder);
  const cli = options.cli ?? process.env.FIREBREAK_PULUMI;
  if (!cli) throw new Error("no Pulumi CLI: set FIREBREAK_PULUMI to its path, or run through npm");
  const [home, state] = [path.join(folder, "home"), path.join(folder, "state")];
  await Promise.all([home, state].map((directory) => mkdir(directory, { recursive: true })));
  const [bin] = await Promise.all([layOutCli(folder, cli), layOutAws(home, options.provider), layOutAwsx(home)]);
  return {
    PATH: `${bin}${path.delimiter}${process.env.PATH}`,
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
    // Not a real secret, but without one the engine refuses to store secrets.
    PULUMI_CONFIG_PASSPHRASE: "local",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Stacks here are short-lived, so that backups of their state would only take time.
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    // `npm run check` checks types; checking them at each start would take several seconds.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    // Node.js 22 and newer keep the compiled code of the program's packages there; older ones ignore it.
    NODE_COMPILE_CACHE: path.join(bundles, "compiled"),
    AWS_EC2_METADATA_DISABLED: "true",
    ...(options.endpoint && { AWS_ENDPOINT_URL: options.endpoint }),
    ...(options.provider && onlyTheEndpoint),
  };
}

/** The folder with `pulumi` and `pulumi-language-nodejs`. */
async function layOutCli(folder: string, cli: string): Promise<string> {
  const real = await realpath(cli);
  if (await isFile(path.join(path.dirname(real), languageHostName))) return path.dirname(real);
  const bin = path.join(folder, "bin");
  await mkdir(bin, { recursive: true });
  // The CLI looks for its language host next to its real file, so a symbolic link does not work.
  const file = path.join(bin, "pulumi");
  if (!(await sameFile(real, file))) {
    await rm(file, { force: true });
    await link(real, file).catch(() => copyFile(real, file));
  }
  await launcher(path.join(bin, languageHostName), path.join(__dirname, "languageHost", "languageHost.cjs"));
  return bin;
}

const languageHostName = "pulumi-language-nodejs";

/**
 * The double refuses endpoints outside this machine. The real provider takes whatever AWS_ENDPOINT_URL says, unless the user's own
 * environment or files have more to say:
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/custom-service-endpoints
 */
const onlyTheEndpoint = {
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false",
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_PROFILE: "",
  AWS_SESSION_TOKEN: "",
};

async function layOutAws(home: string, installed?: string): Promise<void> {
  const version = versionOf("@pulumi/aws");
  if (installed) {
    const folder = path.join(home, "plugins", `resource-aws-v${version}`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    // Pulumi takes no link for the folder itself.
    for (const name of await readdir(installed)) await symlink(path.join(installed, name), path.join(folder, name));
    return;
  }
  const constants = { AWS_PACKAGE_VERSION: version };
  const server = await bundle({ folder: "provider", externalPackages: false, constants });
  await plugin(home, "aws", version, server);
}

async function layOutAwsx(home: string): Promise<void> {
  const version = versionOf("@pulumi/awsx");
  const constants = { AWSX_PACKAGE_VERSION: version };
  const server = await bundle({ folder: "awsx", externalPackages: true, constants });
  await plugin(home, "awsx", version, server);
}

function versionOf(name: string): string {
  return require(`${name}/package.json`).version;
}

async function plugin(home: string, name: string, version: string, server: string): Promise<void> {
  const folder = path.join(home, "plugins", `resource-${name}-v${version}`);
  await mkdir(folder, { recursive: true });
  await launcher(path.join(folder, `pulumi-resource-${name}`), server);
}

/** Writes an executable that runs a script with the node of this process. */
async function launcher(file: string, script: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(script)} "$@"\n`);
  await chmod(unfinished, 0o755);
  // Renaming never writes through a link to an installed plugin.
  await rename(unfinished, file);
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Whether a file is a link to, or a copy of, another one. */
async function sameFile(original: string, file: string): Promise<boolean> {
  const [left, right] = await Promise.all([stat(original), stat(file).catch(() => undefined)]);
  return right !== undefined && (left.ino === right.ino || (left.size === right.size && left.mtimeMs <= right.mtimeMs));
}
