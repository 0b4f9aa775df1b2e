import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { problem } from "../../problem";

const run = promisify(execFile);

/** The largest output: the history of a stack with all settings is far smaller. */
const maxBuffer = 64 * 1024 * 1024;

/**
 * Runs the Pulumi CLI for what the Automation API does not offer, or does with several runs.
 *
 * @returns its standard output
 * @throws Error whose message is what the CLI says
 */
export async function pulumi(folder: string, ...args: string[]): Promise<string> {
  try {
    return (await run("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd: folder, maxBuffer })).stdout;
  } catch (error) {
    throw pulumiProblem(error);
  }
}

/** What the CLI says about an error, in few lines: the Automation API puts all output into the message. */
export function pulumiProblem(error: unknown): Error {
  const { code, stderr } = error as { code?: unknown; stderr?: string };
  const text = stderr || (error instanceof Error ? error.message : String(error));
  if (code === "ENOENT" || (/ENOENT|not found/i.test(text) && /pulumi/i.test(text) && !/no stack/i.test(text))) {
    return problem("the Pulumi CLI is not installed, or not in PATH");
  }
  const at = text.search(/^error:/m);
  return problem(plain(at === -1 ? text : text.slice(at + "error:".length)).slice(0, 2000));
}

/** Removes the engine's colour marks. */
export const plain = (text: string) => text.replace(/<\{%.*?%\}>/g, "").trim();
