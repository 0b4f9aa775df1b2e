import type { Engine, Job, LastUpdate, Lock } from "../../../cli/fleet/rollout/engine";

/** What an engine of a test does, and what it was asked for. */
export interface EngineModel {
  engine(): Engine;
  jobs: Job[];
  /** The last change of each stack, which deployments write. */
  updates: Record<string, LastUpdate>;
  locks: Record<string, Lock[]>;
  unlocked: string[];
  /** Stacks whose state cannot be read. */
  broken: string[];
  /** The most jobs at the same time. */
  most(): number;
  stopped(): boolean;
  closed(): boolean;
}

/**
 * An engine that remembers what it deployed, as a state backend does.
 *
 * @param work is called for each job; what it throws is the stack's failure
 */
export function engineModel(work: (job: Job) => unknown = () => undefined): EngineModel {
  const [jobs, unlocked, broken] = [[] as Job[], [] as string[], [] as string[]];
  const updates: EngineModel["updates"] = {};
  const locks: EngineModel["locks"] = {};
  let [running, most, stopped, closed] = [0, 0, false, false];
  return {
    jobs,
    updates,
    locks,
    unlocked,
    broken,
    most: () => most,
    stopped: () => stopped,
    closed: () => closed,
    engine: () => ({
      async run(job, tell) {
        jobs.push(job);
        most = Math.max(most, ++running);
        tell("create bus");
        try {
          const given = await work(job);
          const update = { kind: "update", message: job.message, time: "2026-11-26T12:00:00.000Z" };
          if (job.command === "up" || job.command === "repair") updates[job.stack] = { ...update, result: "succeeded" };
          return { changes: { create: 3, same: 2 }, ...(given as object | undefined) };
        } finally {
          running--;
        }
      },
      lastUpdate: async (stack) => updates[stack],
      state: async (stack) => {
        if (broken.includes(stack)) throw new Error("unexpected end of JSON input");
        return { ...(updates[stack] && { last: updates[stack] }), locks: locks[stack] ?? [] };
      },
      async unlock(stack) {
        unlocked.push(stack);
      },
      stop() {
        stopped = true;
      },
      async close() {
        closed = true;
      },
    }),
  };
}
