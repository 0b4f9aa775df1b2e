import { createInterface } from "node:readline/promises";
import type { Writable } from "node:stream";
import { type Clients, clients } from "./aws/clients";
import type { Engine } from "./fleet/fleet";

/** Everything outside of the tool that it touches. */
export interface World {
  aws: Clients;
  /** The folder of the stack files, for the commands that read them. */
  folder: string;
  /** What deploys the stacks of a folder. */
  engine(folder: string): Engine;
  now(): Date;
  /** What was asked for; nothing else goes there. */
  out: Writable;
  /** Questions, progress and problems. */
  err: Writable;
  /** Colours on standard output. */
  colours: boolean;
  /** Width of what is printed, in characters. */
  columns: number;
  /** Whether somebody can answer a question. */
  interactive: boolean;
  /** The answer to a question. */
  ask(question: string): Promise<string>;
}

/** The process's own world. */
export function processWorld(): World {
  const { stdin, stdout, stderr, env } = process;
  return {
    aws: clients(),
    folder: process.cwd(),
    // Pulumi takes its time to load, and only the fleet needs it.
    engine: (folder) => (require("./fleet/engine") as typeof import("./fleet/engine")).automation(folder),
    now: () => new Date(),
    out: stdout,
    err: stderr,
    colours: Boolean(stdout.isTTY) && !env["NO_COLOR"] && env["TERM"] !== "dumb",
    columns: stdout.columns || Number(env["COLUMNS"]) || 80,
    interactive: Boolean(stdin.isTTY && stderr.isTTY),
    async ask(question) {
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
  };
}
