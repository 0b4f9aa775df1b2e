import { parseArgs } from "node:util";

/** The options of the drill. */
export interface DrillArguments {
  json: boolean;
  keep: boolean;
  help: boolean;
}

export const usage = `npm run drill -- [options]

Deploys Firebreak into three accounts of a local AWS and rehearses incidents. It neither needs nor uses an AWS account.

  --json   prints one JSON object per line for each finding on standard output, everything else on standard error
  --keep   keeps it running at the end and explains how to explore it; Ctrl-C ends it
  --help   prints this text

FIREBREAK_REAL_PROVIDER=1 in the environment deploys with an installed Pulumi plugin in place of the provider's double.
Exit code 0 if every incident ended as expected, 1 if not, 2 for wrong arguments.`;

/** The arguments of the command line, or what is wrong with them. */
export function readArguments(given: string[]): DrillArguments | { problem: string } {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ args: given, options: { json: flag, keep: flag, help: flag } }).values;
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
