import { createInterface } from "node:readline/promises";
import type { Writable } from "node:stream";
import { type Clients, clients } from "./aws/clients";
import type { Engine } from "./fleet/fleet";

/** Everything outside the tool that it uses. */
export interface World {
  aws: Clients;
  /** The folder of the stack files, for the commands that read them. */
  folder: string;
  /** The engine that deploys the stacks of a folder. */
  engine(folder: string): Engine;
  now(): Date;
  /** Results only. */
  out: Writable;
  /** Questions, progress and errors. */
  err: Writable;
  /** Colours on standard output. */
  colours: boolean;
  /** Width of the output, in characters. */
  columns: number;
  /** Whether a user can answer questions. */
  interactive: boolean;
  /** Asks a question and returns the answer. */
  ask(question: string): Promise<string>;
}

/** The world of this process. */
export function processWorld(): World {
  const { stdin, stdout, stderr, env } = process;
  return {
    aws: clients(),
    folder: process.cwd(),
    // Loaded here because Pulumi loads slowly and only fleet needs it.
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
