import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Stack, up } from "../../local/engine/stack";
import type { World } from "../../local/world/world";

/**
 * Deploys the security account again, with more settings in a stack file of its own.
 *
 * @param name of the stack file: `Pulumi.<name>.yaml`
 * @param settings by their keys without the project's prefix
 */
export async function upWith(world: World, name: string, settings: Record<string, unknown>): Promise<Stack> {
  const file = path.join(world.folder, `Pulumi.${name}.yaml`);
  const own = await readFile(world.stacks.security.config as string, "utf8");
  const lines = Object.entries(settings).map(([key, value]) => `  firebreak:${key}: ${JSON.stringify(value)}\n`);
  await writeFile(file, `${own.trimEnd()}\n${lines.join("")}`);
  const stack = { ...world.stacks.security, config: file };
  await up(stack);
  return stack;
}
