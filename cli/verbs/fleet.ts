import path from "node:path";
import { confirm } from "../confirm";
import { type ChosenStacks, chosenStacks } from "../fleet/chosenStacks";
import { type FleetCommand, type StackResult, wavesOf } from "../fleet/fleet";
import { safe, say, sayJson } from "../output/print";
import { styleOf } from "../output/style";
import { tableText } from "../output/table";
import { problem } from "../problem";
import { tasks } from "../progress";
import { commonOptions, listOf, type Verb, type VerbGroup } from "../verb";
import type { World } from "../world";
import { fleetShow } from "./fleetShow";

interface Args {
  dir: string;
  only?: string;
  concurrency: number;
  yes: boolean;
  json: boolean;
}

const options = {
  dir: { type: "string", requiresArg: true, default: ".", describe: "Folder of the program and the stack files" },
  only: { type: "string", requiresArg: true, describe: "Only these stacks, separated by commas" },
  concurrency: {
    type: "number",
    requiresArg: true,
    default: 4,
    describe: "Number of stacks to deploy in parallel, 1 to 20",
  },
  json: commonOptions.json,
} as const;

const verbOf = (command: FleetCommand, summary: string, examples: [string, string][]): Verb => ({
  command,
  summary,
  options: { ...options, ...(command === "preview" ? {} : { yes: commonOptions.yes }) },
  examples,
  run: (args: Args, world) => run(world, command, args),
});

export const fleet: VerbGroup = {
  command: "fleet",
  summary: "Deploy the stacks of all accounts with Pulumi",
  verbs: [
    fleetShow,
    verbOf("preview", "Show what a deployment would change", [["preview", "Every Pulumi.<stack>.yaml in this folder"]]),
    verbOf("up", "Deploy the security account first, then the others in parallel", [
      ["up --only master,service-payments", "Two of the stacks"],
    ]),
    verbOf("destroy", "Remove the deployed stacks, the security account last", [
      ["destroy --only service-website", "The journal is kept, and containments stay in place"],
    ]),
  ],
};

const questions: Record<FleetCommand, string> = {
  preview: "",
  up: "Deploy",
  destroy: "Contained resources stay contained, and Firebreak can no longer release them. Destroy",
};

async function run(world: World, command: FleetCommand, args: Args): Promise<0 | 1> {
  const { concurrency, json, yes } = args;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 20) {
    throw problem(`--concurrency is ${concurrency}: it must be a whole number from 1 to 20`, 2);
  }
  const folder = path.resolve(world.folder, args.dir);
  const only = args.only === undefined ? undefined : listOf(args.only);
  const { masters, others, workspaceOf } = await chosenStacks(world, folder, only);
  const all = [...masters, ...others];
  if (command !== "preview") await confirm(world, `${questions[command]} ${all.join(", ")}?`, yes ?? false);
  const results = await inWaves({ world, command, workspaceOf }, wavesOf(command, masters, others), concurrency);
  if (json) sayJson(world, results);
  else say(world, table(world, results));
  return results.every((result) => result.outcome === "done") ? 0 : 1;
}

/** What is done to the stacks. */
interface Work extends Pick<ChosenStacks, "workspaceOf"> {
  world: World;
  command: FleetCommand;
}

async function inWaves({ world, command, workspaceOf }: Work, waves: string[][], concurrency: number) {
  const results: StackResult[] = [];
  let failed = false;
  for (const wave of waves) {
    if (failed) {
      results.push(...wave.map((stack) => ({ stack, outcome: "left" as const, error: "an earlier stack failed" })));
      continue;
    }
    const list = wave.map((stack) => ({
      title: `${command} ${stack}`,
      work: async (tell: (line: string) => void) => {
        try {
          const engine = world.engine(await workspaceOf(stack));
          results.push({ stack, outcome: "done", changes: await engine(stack, command, tell) });
        } catch (error) {
          failed = true;
          results.push({ stack, outcome: "failed", error: (error as Error).message });
          throw error;
        }
      },
    }));
    // Failures are in the results, and the progress has shown them.
    await (await tasks(world, list, concurrency)).run().catch(() => {});
  }
  return results;
}

function table(world: World, results: StackResult[]): string {
  const style = styleOf(world);
  const rows = results.map(({ stack, outcome, changes = {}, error }) => [
    safe(stack),
    outcome === "done" ? "done" : style.warning(outcome === "failed" ? "FAILED" : "not tried"),
    error
      ? error.split("\n").map(safe).join("\n")
      : Object.entries(changes)
          .map(([operation, count]) => `${count} ${operation}`)
          .join(", ") || "no changes",
  ]);
  return tableText(["STACK", "RESULT", "CHANGES"], rows, world.columns);
}
