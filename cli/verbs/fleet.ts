import { availableParallelism, freemem } from "node:os";
import { folderOf, namesIn, type StackArgs, stackOptions } from "../fleet/options";
import type { FleetCommand } from "../fleet/rollout/engine";
import type { Tolerance } from "../fleet/rollout/waves";
import { runFleet } from "../fleet/runFleet";
import { problem } from "../problem";
import { commonOptions, type Verb, type VerbGroup } from "../verb";
import type { World } from "../world";
import { fleetShow } from "./fleetShow";
import { fleetStatus } from "./fleetStatus";
import { fleetTemplate } from "./fleetTemplate";
import { fleetUnlock } from "./fleetUnlock";

interface Args extends StackArgs {
  concurrency?: number;
  yes?: boolean;
  json: boolean;
  force?: boolean;
  tolerate?: string;
  proof?: boolean;
  summary?: string;
}

const options = {
  ...stackOptions,
  concurrency: {
    type: "number",
    range: { least: 1, most: 20, whole: true },
    requiresArg: true,
    describe: "Number of stacks to work on in parallel, 1 to 20; by default at most 4, as the memory allows",
  },
  summary: { type: "string", requiresArg: true, describe: "Also write the results to this file, as Markdown" },
  json: { ...commonOptions.json, describe: "Print one line of JSON for each stack, and a last one with the summary" },
} as const;

const deploying = {
  tolerate: {
    type: "string",
    requiresArg: true,
    describe: "Go on with this many failed accounts, such as 3 or 5%, in place of the inventory's failureTolerance",
  },
  proof: {
    type: "boolean",
    default: true,
    describe: "Let the doctor examine each wave before the next one starts; --no-proof to leave it out",
  },
} as const;

const force = {
  force: {
    type: "boolean",
    default: false,
    describe: "Also deploy stacks of which neither program nor settings have changed since their last deployment",
  },
} as const;

interface Words {
  summary: string;
  more?: Verb["options"];
  examples: [string, string][];
}

const verbOf = (command: FleetCommand, { summary, more, examples }: Words): Verb => ({
  command,
  summary,
  options: { ...options, ...more },
  examples,
  run: (args: Args, world) => run(world, command, args),
});

const { yes } = commonOptions;

export const fleet: VerbGroup = {
  command: "fleet",
  summary: "Deploy the stacks of all accounts with Pulumi",
  verbs: [
    fleetShow,
    fleetStatus,
    verbOf("preview", {
      summary: "Show what a deployment would change",
      examples: [["preview", "Every account of fleet.yaml, or every Pulumi.<stack>.yaml in this folder"]],
    }),
    verbOf("up", {
      summary: "Deploy in waves: the security account, the canary accounts, then the others. Goes on where a run ended",
      more: { yes, ...deploying, ...force },
      examples: [
        ["up --only master,service-payments", "Two of the stacks"],
        ["up --yes --tolerate 5% --json", "In a pipeline; up to a twentieth of the accounts may fail"],
      ],
    }),
    verbOf("drift", {
      summary: "Compare every account with its last deployment; exit code 1 if anything was changed there",
      examples: [["drift", "What was deleted or changed past Pulumi, by name"]],
    }),
    verbOf("repair", {
      summary: "Restore what was changed or deleted in the accounts, and what a killed run left unfinished",
      more: { yes, ...deploying },
      examples: [["repair --only service-payments", "One account, after `drift` or `doctor` reported it"]],
    }),
    fleetUnlock,
    verbOf("destroy", {
      summary: "Remove the deployed stacks, the security account last",
      more: { yes },
      examples: [["destroy --only service-website", "The journal is kept, and containments stay in place"]],
    }),
    fleetTemplate,
  ],
};

async function run(world: World, command: FleetCommand, args: Args): Promise<number> {
  const concurrency = args.concurrency ?? defaultConcurrency();
  return runFleet(world, command, {
    folder: folderOf(world, args),
    only: namesIn(args),
    concurrency,
    yes: args.yes ?? false,
    json: args.json,
    force: args.force ?? false,
    tolerance: args.tolerate === undefined ? undefined : toleranceOf(args.tolerate),
    proof: args.proof ?? false,
    summary: args.summary,
  });
}

function toleranceOf(text: string): Tolerance {
  const [, number, percent] = /^(\d{1,4})(%?)$/.exec(text) ?? [];
  const count = Number(number);
  if (number === undefined || (percent && count > 100)) {
    throw problem(`--tolerate is "${text}": it must be a number of accounts such as 3, or a share such as 5%`, 2);
  }
  return percent ? { percent: count } : { count };
}

/** Memory of one stack in work, in bytes: Pulumi, its AWS provider (300 to 430 MB) and our process. */
const memoryOfStack = 700 * 1024 * 1024;

const defaultConcurrency = (): number =>
  Math.max(1, Math.min(4, availableParallelism(), Math.floor(freemem() / memoryOfStack)));
