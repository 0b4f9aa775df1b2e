import { hostname } from "node:os";
import { inParallel } from "../../runtime/lib/inParallel";
import { confirm } from "../confirm";
import { readsAtOnce, type StackArgs, stackOptions, stacksOf } from "../fleet/options";
import { isDead } from "../fleet/rollout/deadRun";
import { type Lock, stateOrError } from "../fleet/rollout/engine";
import { safe, say, tell } from "../output/print";
import { commonOptions, listOf, type Verb } from "../verb";

interface Args extends StackArgs {
  host?: string;
  yes: boolean;
}

export const fleetUnlock: Verb = {
  command: "unlock",
  summary: "Remove the locks that killed runs left, and no lock of a run that may be alive",
  options: {
    ...stackOptions,
    host: {
      type: "string",
      requiresArg: true,
      describe: "Hosts whose runs have all ended, separated by commas: of other hosts than this one, only you know",
    },
    yes: commonOptions.yes,
  },
  examples: [
    ["unlock", "Locks of processes of this host that no longer run"],
    ["unlock --host runner-17", "After a pipeline's machine was shut down in the middle of a run"],
  ],
  async run({ host, yes, ...args }: Args, world) {
    const { stacks } = await stacksOf(world, args);
    const engine = world.engine(undefined);
    const found = await inParallel(stacks, readsAtOnce, async ({ stack, workspace }) => {
      const { folder: place } = await workspace();
      return { stack, place, ...(await stateOrError(engine, stack, place)) };
    });
    const ended = host === undefined ? [] : listOf(host);
    const ofDead = (lock: Lock) => isDead(lock, { host: hostname(), ended, runs });
    const locked = found.filter(({ locks }) => locks.length > 0);
    // Pulumi removes all locks of a stack or none.
    const dead = locked.filter(({ locks }) => locks.every(ofDead));
    const alive = locked.filter((one) => !dead.includes(one)).flatMap(({ locks }) => locks);
    for (const { stack, host: from, process, since } of alive) {
      const by = from ? `process ${process} on ${safe(from)} since ${since}` : "a run that the backend does not name";
      tell(world, `${stack} stays locked by ${by}. If it has ended, name it with --host ${safe(from ?? "unknown")}.`);
    }
    const unknown = found.filter(({ error }) => error !== undefined);
    for (const { stack, error } of unknown) tell(world, `${stack} cannot be read: ${safe(error!)}`);
    if (dead.length > 0) await confirm(world, `Unlock ${dead.map(({ stack }) => stack).join(", ")}?`, yes);
    await inParallel(dead, readsAtOnce, ({ stack, place }) => engine.unlock(stack, place));
    const next = "`fleet up` goes on where the run ended.";
    say(
      world,
      dead.length > 0 ? `Unlocked ${dead.map(({ stack }) => stack).join(", ")}. ${next}` : "Nothing to unlock.",
    );
    return alive.length + unknown.length > 0 ? 1 : 0;
  },
};

/** https://nodejs.org/api/process.html#processkillpid-signal */
function runs(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // It exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
