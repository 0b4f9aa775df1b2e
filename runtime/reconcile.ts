import { type CodedError, coded, isDenied, isMissing, isThrottled, messageOf } from "./errors";
import { type Call, isUnresolved } from "./response";

/** How often state is read and planned again before a loop that does not converge is given up. */
const rounds = 12;
/** What the loop works with; the same for containing and for releasing. */
export interface Reconciliation<State> {
  state: State;
  /** Reads the stale parts again; undefined if the target does not exist any more. */
  read(previous: State, stale: string[]): Promise<State | undefined>;
  plan(state: State): Call[];
  /** Makes one call; what it throws decides whether it is tried again. */
  call(call: Call): Promise<void>;
  /** Throws if there is no time left for another call. */
  checkTime(): void;
}

/** The end of a loop: `missing` is empty if and only if the last reading proves that everything is done. */
export interface Reconciled<State> {
  /** The last reading; undefined if the target went away meanwhile. */
  state: State | undefined;
  made: Call[];
  missing: Call[];
  /** Why calls are missing. */
  problems: string[];
  /** A missing permission or throttling: the same may succeed later. */
  retry?: CodedError;
}

/**
 * Read, plan, execute, until the plan is empty. Calls are made in order up to the first that waits for something that
 * is read only after the ones before it; if that is the very first, whatever does not wait is made.
 *
 * A call that fails does not stop the others: evidence that cannot be kept must not keep the network open. A refused or
 * throttled call is not tried again in this run; another error is given up when it comes back.
 */
export async function reconcile<State>(work: Reconciliation<State>): Promise<Reconciled<State>> {
  const failures: Record<string, Failure> = {};
  const made: Call[] = [];
  let state: State | undefined = work.state;
  let planned = work.plan(work.state);
  for (let round = 0; round < rounds; round++) {
    const ready = readyCalls(planned.filter((call) => !failures[keyOf(call)]?.final));
    if (ready.length === 0) return ended(state, made, planned, failures);
    // A call that is planned again although it succeeded waits for AWS to become consistent.
    if (ready.some((call) => made.some((before) => keyOf(before) === keyOf(call)))) await sleep(Math.min(round, 4) / 2);
    const stale: string[] = [];
    for (const call of ready) {
      work.checkTime();
      if (call.wait) await sleep(call.wait);
      stale.push(...call.changes);
      try {
        await work.call(call);
        made.push(call);
        delete failures[keyOf(call)];
      } catch (error) {
        failures[keyOf(call)] = failureOf(call, error, failures[keyOf(call)]);
        if (isMissing(error)) stale.push("instance");
      }
    }
    state = await work.read(state, [...new Set(stale)]);
    if (state === undefined) return { state, made, missing: [], problems: [] };
    planned = work.plan(state);
  }
  const end = ended(state, made, planned, failures);
  return { ...end, problems: [...end.problems, `not settled after ${rounds} rounds`] };
}

interface Failure {
  text: string;
  /** Not tried again in this run. */
  final: boolean;
  retry?: CodedError;
}

function failureOf(call: Call, error: unknown, earlier: Failure | undefined): Failure {
  const text = `${call.operation}: ${messageOf(error)}`;
  if (isDenied(error)) return { text, final: true, retry: coded("NotPermitted", text) };
  if (isThrottled(error)) return { text, final: true, retry: coded("Throttled", text) };
  return { text, final: earlier !== undefined };
}

function ended<State>(
  state: State | undefined,
  made: Call[],
  missing: Call[],
  failures: Record<string, Failure>,
): Reconciled<State> {
  const relevant = missing.flatMap((call) => failures[keyOf(call)] ?? []);
  const retry = relevant.find((failure) => failure.retry)?.retry;
  const end = { state, made, missing, problems: relevant.map((failure) => failure.text) };
  return retry ? { ...end, retry } : end;
}

/** The calls that can be made now, in order. */
export function readyCalls(calls: Call[]): Call[] {
  const first = calls.findIndex(isUnresolved);
  if (first === 0) return calls.filter((call) => !isUnresolved(call));
  return first < 0 ? calls : calls.slice(0, first);
}

const keyOf = (call: Call) => `${call.service} ${call.operation} ${JSON.stringify(call.input)}`;

const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
