import { writeFile } from "node:fs/promises";
import path from "node:path";
import { inParallel } from "../../runtime/lib/inParallel";
import { operatorCommand } from "../../runtime/notices/operatorCommand";
import { confirm } from "../confirm";
import { sayJsonLine, tell } from "../output/print";
import { withLines } from "../progress";
import type { World } from "../world";
import { type ChosenStack, type ChosenStacks, chosenStacks } from "./chosenStacks";
import { type Bundled, bundleProgram } from "./engine/program";
import { readsAtOnce } from "./options";
import { proveAccounts } from "./proveAccounts";
import type { Engine, FleetCommand } from "./rollout/engine";
import { fingerprintOf, messageOf } from "./rollout/fingerprint";
import { countsText, lineOf, markdownOf, needsAttention, summaryOf } from "./rollout/report";
import { rollOut } from "./rollout/rollOut";
import { type Tolerance, wavesOf } from "./rollout/waves";
import { showResults } from "./showResults";
import type { Workspace } from "./workspace";

/** What a run of fleet is told. */
export interface RunOptions {
  /** The folder of the program. */
  folder: string;
  /** Names of stacks; all if left out. */
  only?: string[] | undefined;
  /** Stacks at the same time. */
  concurrency: number;
  yes: boolean;
  json: boolean;
  /** Also stacks that have not changed since their last deployment. */
  force: boolean;
  /** In place of the inventory's. */
  tolerance?: Tolerance | undefined;
  /** Whether each wave is proven by the doctor. */
  proof: boolean;
  /** A file for a summary in Markdown. */
  summary?: string | undefined;
}

/** A stack, ready to be worked on. */
interface Prepared extends ChosenStack {
  place: Workspace;
  message: string;
  unchanged: boolean;
}

const questions: Record<FleetCommand, string> = {
  preview: "",
  drift: "",
  up: "Deploy",
  repair: "Deploy what differs in",
  destroy: "Contained resources stay contained, and Firebreak can no longer release them. Destroy",
};

/** Pulumi reads accounts and destroys what is in the state without the program. */
const runsProgram: Record<FleetCommand, boolean> = {
  preview: true,
  up: true,
  repair: true,
  drift: false,
  destroy: false,
};

/**
 * Runs a command on the stacks of a folder, in waves.
 *
 * @returns the exit code: 0 all done, 1 something needs attention, 130 stopped by the user
 */
export async function runFleet(world: World, command: FleetCommand, options: RunOptions): Promise<number> {
  const chosen = await chosenStacks(world, options.folder, options.only);
  if (questions[command]) {
    await confirm(world, `${questions[command]} ${namesOf(chosen.stacks)}?`, options.yes);
  }
  const program = runsProgram[command] ? await bundleProgram(options.folder) : undefined;
  const engine = world.engine(program);
  let stopped = false;
  const release = world.onStop(() => {
    if (!stopped) tell(world, "Stopping: waits until what is running has ended cleanly.");
    stopped = true;
    engine.stop();
  });
  try {
    const isStopped = () => stopped;
    const run = { world, engine, command, options, isStopped };
    const stacks = await prepare(run, chosen.stacks, program);
    const results = await inWaves(run, stacks, chosen);
    const summary = summaryOf(command, results);
    if (options.json) sayJsonLine(world, { summary });
    else showResults(world, results);
    tell(world, `fleet ${command}: ${countsText(summary)}`);
    if (summary.outcomes.unchanged) {
      tell(
        world,
        `Unchanged stacks were not compared with their accounts: ${operatorCommand("fleet drift")} does that.`,
      );
    }
    if (options.summary) await writeFile(path.resolve(world.folder, options.summary), markdownOf(command, results));
    if (stopped) return 130;
    return results.some(needsAttention) ? 1 : 0;
  } finally {
    release();
    await engine.close();
  }
}

interface Run {
  world: World;
  engine: Engine;
  command: FleetCommand;
  options: RunOptions;
  isStopped(): boolean;
}

/** Lays out the workspaces, and finds out which stacks have changed since their last deployment. */
function prepare({ engine, command, options }: Run, stacks: ChosenStack[], program: Bundled | undefined) {
  return inParallel(stacks, readsAtOnce, async (chosen): Promise<Prepared> => {
    const stack = { ...chosen, held: runsProgram[command] ? chosen.held : undefined };
    const place = await stack.workspace();
    // Without the code nothing is known of what would be deployed.
    if (command !== "up" || !program) return { ...stack, place, message: "", unchanged: false };
    const message = messageOf(fingerprintOf([program.code, program.packages, place.settings]));
    const last = options.force ? undefined : await engine.lastUpdate(stack.stack, place.folder).catch(() => undefined);
    const unchanged = last?.kind === "update" && last.result === "succeeded" && last.message === message;
    return { ...stack, place, message, unchanged };
  });
}

function inWaves({ world, engine, command, options, isStopped }: Run, stacks: Prepared[], chosen: ChosenStacks) {
  const { secretsProvider } = chosen;
  const failureTolerance = options.tolerance ?? chosen.rollout.failureTolerance;
  const waves = wavesOf(command, stacks, { ...chosen.rollout, failureTolerance });
  const proves = options.proof && (command === "up" || command === "repair");
  return withLines(world, `${command} ${namesOf(stacks)}`, (line) =>
    rollOut(waves, {
      concurrency: options.concurrency,
      isUnchanged: ({ unchanged }) => unchanged,
      work: ({ stack, isMaster, place, message }) =>
        engine.run({ stack, isMaster, workspace: place.folder, command, message, secretsProvider }, (text) =>
          line(`${stack}: ${text}`),
        ),
      prove: proves
        ? (inQuestion) => {
            line(`proves ${namesOf(inQuestion)}`);
            return proveAccounts({ ...world, interactive: false }, inQuestion, chosen.homeRegion);
          }
        : undefined,
      isStopped,
      report(result) {
        if (options.json) sayJsonLine(world, result);
        if (!world.interactive) tell(world, lineOf(result));
      },
    }),
  );
}

/** Up to ten stacks by their names. */
const namesOf = (stacks: { stack: string }[]): string =>
  stacks.length > 10 ? `${stacks.length} stacks` : stacks.map(({ stack }) => stack).join(", ");
