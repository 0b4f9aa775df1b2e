import type { Options, PositionalOptions } from "yargs";
import type { World } from "./world";

/** A command of the tool. */
export interface Verb {
  /** Name and positional arguments, as yargs writes them: `show <id>`. */
  command: string;
  /** One line for the list of commands. */
  summary: string;
  positionals?: Record<string, PositionalOptions>;
  options?: Record<string, Options>;
  /** Command lines without the tool's name, each with what it does. */
  examples?: [string, string][];
  /** @returns the exit code: 0 done, 1 failed or not found */
  run(args: any, world: World): Promise<0 | 1>;
}

/** Commands that belong together under one word: `exception grant`, `exception list`. */
export interface VerbGroup {
  command: string;
  summary: string;
  verbs: Verb[];
}

/** The words of an option that takes several, joined by commas. */
export const listOf = (text: string): string[] => [...new Set(text.split(/[,\s]+/).filter((word) => word !== ""))];

/** Options that several commands have. */
export const commonOptions = {
  json: { type: "boolean", default: false, describe: "Print data as JSON on standard output" },
  yes: { type: "boolean", default: false, describe: "Do not ask for confirmation" },
  reason: {
    type: "string",
    demandOption: true,
    requiresArg: true,
    describe: "Why, in words for those who read it later",
  },
  account: { type: "string", requiresArg: true, describe: "Account id of 12 digits" },
  region: { type: "string", requiresArg: true, describe: "Region such as eu-west-1" },
} satisfies Record<string, Options>;
