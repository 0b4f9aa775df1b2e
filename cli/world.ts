import { createInterface } from "node:readline/promises";
import type { Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { type Clients, clients } from "./aws/clients";
import { lanesEngine } from "./fleet/engine/lanes";
import type { Bundled } from "./fleet/engine/program";
import type { Engine } from "./fleet/rollout/engine";
import { problem } from "./problem";

/** Everything outside the tool that it uses. */
export interface World {
  aws: Clients;
  /** The folder of the stack files, for the commands that read them. */
  folder: string;
  /** The engine that deploys the stacks of a program. */
  engine(program: Bundled | undefined): Engine;
  now(): Date;
  wait(seconds: number): Promise<void>;
  /** Calls a listener instead of ending the process when the user or the system stops it. @returns a function that ends this */
  onStop(listener: () => void): () => void;
  /** Results only. */
  out: Writable;
  /** Questions, progress and errors. */
  err: Writable;
  /** Colours on standard output. */
  colours: boolean;
  /** Whether standard output is a terminal: what is not is read by programs, line by line. */
  terminal: boolean;
  /** Width of the terminal, in characters. */
  columns: number;
  /** Whether a user can answer questions. */
  interactive: boolean;
  /** Runs another command line of the tool, for a command that does so. */
  main?(argv: string[], world: World): Promise<number>;
  /** Asks a question and returns the answer. */
  ask(question: string): Promise<string>;
}

/** The world of this process. */
export function processWorld(): World {
  const { stdin, stdout, stderr, env } = process;
  // The AWS CLI reads it too, the SDK for JavaScript does not:
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
  if (!env["AWS_REGION"] && env["AWS_DEFAULT_REGION"]) env["AWS_REGION"] = env["AWS_DEFAULT_REGION"];
  return {
    aws: clients(),
    folder: process.cwd(),
    engine: lanesEngine,
    now: () => new Date(),
    wait: (seconds) => setTimeout(seconds * 1000),
    onStop(listener) {
      // The time-out and the cancel of a pipeline send SIGTERM.
      const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    out: stdout,
    err: stderr,
    colours: Boolean(stdout.isTTY) && !env["NO_COLOR"] && env["TERM"] !== "dumb",
    terminal: Boolean(stdout.isTTY),
    columns: stdout.columns || Number(env["COLUMNS"]) || 80,
    interactive: Boolean(stdin.isTTY && stderr.isTTY),
    async ask(question) {
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return await new Promise<string>((resolve, reject) => {
          // The end of the input, such as Ctrl-D or a lost terminal, is no answer.
          lines.once("close", () => reject(problem("The input ended before an answer. Nothing was changed.")));
          lines.question(question).then(resolve, reject);
        });
      } finally {
        lines.close();
      }
    },
  };
}
