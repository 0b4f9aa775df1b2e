import type { Options, PositionalOptions } from "yargs";
import type { World } from "./world";

/** An option of a command. */
export interface Option extends Options {
  /** The limits of a number, both included. */
  range?: { least: number; most: number; whole: boolean };
}

/** A positional argument. */
export interface Positional extends PositionalOptions {
  /** What shell completion proposes. Other values are possible too, or else they would be `choices`. */
  offers?: string[];
}

/** A command of the tool. */
export interface Verb {
  /** Name and positional arguments, as yargs writes them: `show <id>`. */
  command: string;
  /** One line in the list of commands. */
  summary: string;
  positionals?: Record<string, Positional>;
  options?: Record<string, Option>;
  /** Command lines without the tool's name, each with its purpose. */
  examples?: [string, string][];
  /** @returns the exit code: 0 done, 1 failed or not found, 130 stopped by the user */
  run(args: any, world: World): Promise<number>;
}

/** Commands with a common first word: `exception grant`, `exception list`. */
export interface VerbGroup {
  command: string;
  summary: string;
  verbs: Verb[];
}

/** The values of an option that accepts several, separated by commas. */
export const listOf = (text: string): string[] => [...new Set(text.split(/[,\s]+/).filter((word) => word !== ""))];

/** Options of several commands. */
export const commonOptions = {
  json: { type: "boolean", default: false, describe: "Print JSON to standard output" },
  yes: { type: "boolean", default: false, describe: "Do not ask for confirmation" },
  reason: {
    type: "string",
    demandOption: true,
    requiresArg: true,
    describe: "Reason, recorded in the journal",
  },
  account: { type: "string", requiresArg: true, describe: "Account id of 12 digits" },
  region: { type: "string", requiresArg: true, describe: "Region such as eu-west-1" },
} satisfies Record<string, Option>;
