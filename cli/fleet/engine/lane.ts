import Module from "node:module";
import path from "node:path";
import { runJob } from "./job";
import type { FromLane, ToLane } from "./messages";
import type { Bundled } from "./program";

/**
 * The process of a lane: it works on one stack after the other, so that the program is loaded once. Stacks in parallel have lanes of
 * their own: an error of one program would end all that run in its process
 * (an unhandled rejection reaches every language server: @pulumi/pulumi/automation/server).
 */
export function serveLane(): void {
  let program: unknown;
  let stopping: AbortController | undefined;
  const stop = () => stopping?.abort();
  // The user's run ended without a word, for example because it was killed.
  process.on("disconnect", () => {
    if (!stopping) process.exit(1);
    stop();
  });
  process.on("message", async (message: ToLane) => {
    if (message.kind === "stop") stop();
    if (message.kind === "program") program = message.program && load(message.program);
    if (message.kind !== "job") return;
    stopping = new AbortController();
    const tell = (line: string) => answer({ kind: "line", line });
    const inline = message.inline && typeof program === "function" ? (program as () => Promise<any>) : undefined;
    try {
      answer({ kind: "done", changes: await runJob(message.job, { program: inline, signal: stopping.signal, tell }) });
    } catch (error) {
      answer({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    }
    stopping = undefined;
    if (!process.connected) process.exit(1);
  });
}

function answer(message: FromLane): void {
  if (process.connected) process.send!(message);
}

/** Runs the program's main file as if it stood where it stands. @returns what it exports */
function load({ main, code }: Bundled): unknown {
  // Where Pulumi runs a program, too.
  process.chdir(path.dirname(main));
  const loaded: any = new (Module as any)(main);
  loaded.filename = main;
  loaded.paths = (Module as any)._nodeModulePaths(path.dirname(main));
  loaded._compile(code, main);
  return loaded.exports;
}
