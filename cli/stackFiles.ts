import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { problem } from "./problem";

/** The names of a folder's stack files: Pulumi.<name>.yaml. */
export async function stacksIn(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files.flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []).sort();
}

/**
 * A stack's configuration as its program reads it: the stack file overrides the project file.
 *
 * @returns a function from a key of the project to its text, or to undefined if it is not set
 * @throws Problem if a file is missing or not YAML
 */
export async function configOf(folder: string, stack: string): Promise<(key: string) => string | undefined> {
  const project = await yamlIn(folder, "Pulumi.yaml");
  const own = await yamlIn(folder, `Pulumi.${stack}.yaml`);
  const name = String(project["name"]);
  return (key) => textOf(own["config"]?.[`${name}:${key}`] ?? defaultOf(project["config"]?.[key]));
}

/** The keys of a stack's configuration with their namespace: all keys, and those of its own file. */
export async function keysOf(folder: string, stack: string): Promise<{ all: string[]; own: string[] }> {
  const project = await yamlIn(folder, "Pulumi.yaml");
  const file = await yamlIn(folder, `Pulumi.${stack}.yaml`);
  const full = (config: object | undefined) =>
    Object.keys(config ?? {}).map((key) => (key.includes(":") ? key : `${project["name"]}:${key}`));
  const own = full(file["config"]);
  return { all: [...new Set([...full(project["config"]), ...own])], own };
}

async function yamlIn(folder: string, file: string): Promise<Record<string, any>> {
  let text: string;
  try {
    text = await readFile(path.join(folder, file), "utf8");
  } catch {
    const stacks = await stacksIn(folder).catch(() => []);
    const known = stacks.length > 0 ? `the stacks are ${stacks.join(", ")}` : "there are no stack files";
    throw problem(`${file} is not in ${folder}: ${known}. Name the folder of the stack files with --dir.`, 2);
  }
  try {
    return parse(text) ?? {};
  } catch (error) {
    throw problem(`${file} is not YAML: ${(error as Error).message}`, 2);
  }
}

/** In the project file, a key has an object with a value or with a default and a type, or it is the value itself. */
function defaultOf(entry: any): unknown {
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return entry;
  return "value" in entry ? entry.value : entry.default;
}

/** Pulumi passes strings; other values become JSON. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
