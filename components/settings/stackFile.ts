import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

/** A stack file. */
export interface StackFile {
  stack: string;
  /** Every key with its namespace; a key without one belongs to the project. */
  keys: string[];
  /** Its account, if it is set. */
  accountId: string | undefined;
}

/**
 * The stack files in a folder. A stack may have no file. Pulumi itself reports a file that is not YAML.
 *
 * @param project the namespace of keys without one
 */
export function stackFiles(folder: string, project: string): StackFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => {
    const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1];
    const config = stack === undefined ? undefined : configIn(path.join(folder, file));
    if (stack === undefined || config === undefined) return [];
    const keys = Object.keys(config).map((key) => (key.includes(":") ? key : `${project}:${key}`));
    const accountId = config[`${project}:accountId`] ?? config["accountId"];
    return [{ stack, keys, accountId: accountId === undefined ? undefined : String(accountId) }];
  });
}

function configIn(file: string): Record<string, unknown> | undefined {
  try {
    const config = parse(readFileSync(file, "utf8"))?.config;
    return config !== null && typeof config === "object" ? config : {};
  } catch {
    return undefined;
  }
}
