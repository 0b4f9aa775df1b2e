import { inParallel } from "../../runtime/lib/inParallel";
import { readsAtOnce, type StackArgs, stackOptions, stacksOf } from "../fleet/options";
import { type StackState, stateOrError } from "../fleet/rollout/engine";
import { safe, say, sayJson, tell } from "../output/print";
import { styleOf } from "../output/style";
import { tableText } from "../output/table";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";

interface Args extends StackArgs {
  json: boolean;
}

interface StackStatus extends StackState {
  stack: string;
  /** Why the backend could not be read. */
  error?: string;
}

export const fleetStatus: Verb = {
  command: "status",
  summary: "Show the last deployment of each stack and who has locked it; exit code 1 if one is not deployed",
  options: {
    ...stackOptions,
    json: commonOptions.json,
  },
  examples: [["status", "After a run that was stopped: what is done and what is not"]],
  async run({ json, ...args }: Args, world) {
    const { stacks } = await stacksOf(world, args);
    const engine = world.engine(undefined);
    const found = await inParallel(stacks, readsAtOnce, async ({ stack, workspace }): Promise<StackStatus> => {
      const place = await workspace();
      return { stack, ...(await stateOrError(engine, stack, place.folder)) };
    });
    if (json) sayJson(world, found);
    else show(world, found);
    for (const { stack, error } of found) if (error) tell(world, `${stack} cannot be read: ${safe(error)}`);
    return found.every(({ last, locks }) => last?.result === "succeeded" && locks.length === 0) ? 0 : 1;
  },
};

function show(world: World, found: StackStatus[]): void {
  const style = styleOf(world);
  const rows = found.map(({ stack, last, locks, error }) => {
    const state = error ? "cannot be read" : last ? `${last.kind} ${last.result}` : "never deployed";
    const good = last?.result === "succeeded";
    return [
      safe(stack),
      good ? safe(state) : { text: safe(state), paint: style.warning },
      last ? safe(last.time) : "",
      locks.map(({ host, process }) => safe(host ? `process ${process} on ${host}` : "another run")).join("\n"),
    ];
  });
  say(world, tableText(world, ["STACK", "LAST CHANGE", "TIME", "LOCKED BY"], rows));
}
