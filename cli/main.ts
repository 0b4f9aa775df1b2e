import { oneLine } from "../runtime/lib/oneLine";
import { parse, toolName } from "./parser";
import { isProblem } from "./problem";
import { verbs } from "./verbs";
import type { World } from "./world";

export { processWorld } from "./world";

/**
 * Runs a command line.
 *
 * @param argv without the names of Node.js and of the script
 * @returns the exit code: 0 done, 1 failed or not found, 2 wrong usage, 130 stopped by the user
 */
export async function main(argv: string[], world: World): Promise<number> {
  try {
    const parsed = await parse(argv, verbs, world.columns);
    if ("verb" in parsed) return await parsed.verb.run(parsed.args, { ...world, main });
    if (parsed.text) world.out.write(`${parsed.text}\n`);
    return parsed.missing ? 2 : 0;
  } catch (error) {
    if (isProblem(error)) {
      world.err.write(`${toolName}: ${error.message}\n`);
      return error.exitCode;
    }
    // A bug in the tool: show the stack trace only on request.
    if (process.env["FIREBREAK_DEBUG"] && error instanceof Error) world.err.write(`${error.stack}\n`);
    const message = oneLine(error instanceof Error ? error.message : String(error));
    const more =
      "Whether anything was changed is not known: see show and incidents. FIREBREAK_DEBUG=1 adds a stack trace.";
    world.err.write(`${toolName}: This is a fault in the tool: it did not expect "${message}". ${more}\n`);
    return 1;
  }
}
