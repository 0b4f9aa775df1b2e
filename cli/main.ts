import { parse, toolName } from "./parser";
import { isProblem } from "./problem";
import { verbs } from "./verbs";
import type { World } from "./world";

export { processWorld } from "./world";

/**
 * Runs a command line.
 *
 * @param argv without the names of Node.js and of the script
 * @returns the exit code: 0 done, 1 failed or not found, 2 wrong usage
 */
export async function main(argv: string[], world: World): Promise<number> {
  try {
    const parsed = await parse(argv, verbs, world.columns);
    if ("verb" in parsed) return await parsed.verb.run(parsed.args, world);
    if (parsed.text) world.out.write(`${parsed.text}\n`);
    return 0;
  } catch (error) {
    if (isProblem(error)) {
      world.err.write(`${toolName}: ${error.message}\n`);
      return error.exitCode;
    }
    // A bug in the tool: show the stack trace only on request.
    const details = process.env["FIREBREAK_DEBUG"] && error instanceof Error ? error.stack : undefined;
    world.err.write(`${toolName}: ${details ?? (error instanceof Error ? error.message : String(error))}\n`);
    if (!details) world.err.write("Unexpected error. Re-run with FIREBREAK_DEBUG=1 for a stack trace.\n");
    return 1;
  }
}
