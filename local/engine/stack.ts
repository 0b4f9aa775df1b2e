import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Outcome, runCli, runEngine } from "./run";

/** A stack of a program, in the engine of a folder. */
export interface Stack {
  /** Name of the stack. */
  name: string;
  /** Folder of the program, with its Pulumi.yaml. */
  program: string;
  /** The folder that `engineEnvironment` laid out. */
  folder: string;
  /** What `engineEnvironment` returned, with the credentials and whatever else the program needs. */
  environment: Record<string, string>;
  /**
   * The stack's configuration: values by key, or the path of a Pulumi.<stack>.yaml. The file itself is only read; without
   * it the stack has no configuration.
   */
  config?: Record<string, unknown> | string;
}

/** How to run. */
export interface RunOptions {
  /** Aborting it ends the run the way Ctrl-C does. */
  signal?: AbortSignal;
}

/**
 * Deploys the program; the stack is created if it does not exist.
 *
 * @throws EngineError with the messages of the engine and the program.
 */
export function up(stack: Stack, options?: RunOptions): Promise<Outcome> {
  return update(stack, ["up", "--yes", "--skip-preview"], options);
}

/** Shows what `up` would do. */
export function preview(stack: Stack, options?: RunOptions): Promise<Outcome> {
  return update(stack, ["preview"], options);
}

/** Updates the state from AWS. Changes other than `same` are drift. */
export function refresh(stack: Stack, options?: RunOptions): Promise<Outcome> {
  return update(stack, ["refresh", "--yes", "--skip-preview"], options);
}

/** Removes all resources of the stack, but not the stack itself. */
export function destroy(stack: Stack, options?: RunOptions): Promise<Outcome> {
  return update(stack, ["destroy", "--yes", "--skip-preview"], options);
}

/** The stack's outputs by name, with secrets in clear text. */
export async function outputs(stack: Stack): Promise<Record<string, any>> {
  const args = ["stack", "output", "--json", "--show-secrets", "--stack", stack.name, "--cwd", stack.program];
  return JSON.parse(await runCli(args, stack.environment));
}

/** The stack's state as the engine keeps it: `resources` have urn, type, id, inputs and outputs. */
export async function state(stack: Stack): Promise<{ resources: any[] }> {
  const args = ["stack", "export", "--stack", stack.name, "--cwd", stack.program];
  const { resources = [] } = JSON.parse(await runCli(args, stack.environment)).deployment;
  return { resources };
}

async function update(stack: Stack, args: string[], options: RunOptions = {}): Promise<Outcome> {
  const configFile = await prepare(stack);
  const more = ["--stack", stack.name, "--cwd", path.resolve(stack.program), "--config-file", configFile];
  return runEngine([...args, ...more], stack.environment, options.signal);
}

/**
 * Creates the stack if it does not exist and writes its configuration into the engine's folder, where the engine adds a
 * salt to it. The program's folder is not changed.
 *
 * @returns the path of the configuration file.
 */
async function prepare(stack: Stack): Promise<string> {
  const project = await projectName(stack.program);
  const folder = path.join(path.resolve(stack.folder), "config", project);
  const file = path.join(folder, `Pulumi.${stack.name}.yaml`);
  const state = path.join(path.resolve(stack.folder), "state", ".pulumi", "stacks", project, `${stack.name}.json`);
  await mkdir(folder, { recursive: true });
  if (!(await exists(state))) {
    await writeFile(path.join(folder, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
    await runCli(["stack", "init", stack.name, "--no-select", "--cwd", folder], stack.environment);
  }
  const salt = /^encryptionsalt:.*$/m.exec(await readFile(file, "utf8").catch(() => ""))?.[0] ?? "";
  await writeFile(file, `${salt}\n${await configText(stack)}`);
  return file;
}

/** The configuration as JSON, which is valid YAML. */
async function configText({ config = {} }: Stack): Promise<string> {
  if (typeof config !== "string") return `config: ${JSON.stringify(config)}\n`;
  return (await readFile(config, "utf8")).replace(/^encryptionsalt:.*\n?/m, "");
}

async function projectName(program: string): Promise<string> {
  const file = path.join(program, "Pulumi.yaml");
  const name = /^name:\s*["']?([\w.-]+)/m.exec(await readFile(file, "utf8"))?.[1];
  if (!name) throw new Error(`${file} has no name`);
  return name;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
