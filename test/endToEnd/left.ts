import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { World } from "../../local/world/world";

/** A folder in which the processes of the end-to-end tests leave data for the last one; undefined if only some run. */
const folder = process.env["FIREBREAK_LEFT"];

const rolesFile = "roles.json";

/** Leaves the calls that enforced IAM allowed in a world, before it is closed. */
export async function leaveCalls(world: World): Promise<void> {
  if (folder)
    await copyFile(path.join(world.folder, "aws", "allowed-calls.jsonl"), path.join(folder, `${process.pid}.jsonl`));
}

/** Leaves the actions that the deployed roles allow, by role name. */
export async function leaveRoles(roles: Record<string, string[]>): Promise<void> {
  if (folder) await writeFile(path.join(folder, rolesFile), JSON.stringify(roles));
}

/** What all end-to-end tests left; undefined if not all of them ran. */
export function whatIsLeft() {
  if (!folder || !existsSync(path.join(folder, rolesFile))) return undefined;
  const read = (file: string) => readFileSync(path.join(folder, file), "utf8").trim();
  const files = readdirSync(folder).filter((file) => file.endsWith(".jsonl"));
  return {
    roles: JSON.parse(read(rolesFile)) as Record<string, string[]>,
    calls: files.flatMap((file) =>
      read(file)
        .split("\n")
        .map((line) => JSON.parse(line) as { role: string; action: string }),
    ),
  };
}
