import { type CodedError, coded, isExisting, isMissing } from "../lib/errors";
import { wait } from "../lib/wait";
import { type Call, isUnresolved } from "../model/call";
import { makeUnit } from "./makeUnit";
import { keyOf, noteFailure, noteMade, type Progress, type Reconciliation } from "./progress";

/** Maximum rounds of reading and planning before a loop that does not converge gives up. */
const rounds = 12;
/** The stale part that stands for all: something that a call named is missing, so no earlier reading can be trusted. */
export const everything = "everything";

/** The result of a loop: `missing` is empty if and only if the last reading proves that everything is done. */
export interface Reconciled<State> {
  /** The last reading; undefined if the target disappeared in the meantime. */
  state: State | undefined;
  made: Call[];
  missing: Call[];
  /** Why calls are missing. */
  problems: string[];
  /** The error to throw if a later delivery may succeed. */
  retry?: CodedError;
}

/**
 * Reads, plans and executes until the plan is empty. Calls are made in order, up to the first that waits for something that
 * can only be read after the calls before it; if the first call waits, all calls that do not wait are made.
 *
 * A call that fails does not stop the others: evidence that cannot be kept must not delay the cut. Permanent refusals are not
 * retried. Denied or throttled calls are retried by the next delivery. Everything else is retried with a growing pause, then
 * by the next delivery. "Already exists" counts as made, since the next reading checks what is there.
 */
export async function reconcile<State>(work: Reconciliation<State>): Promise<Reconciled<State>> {
  const progress: Progress = { made: [], failures: {}, settled: [], announced: false };
  const { made, failures } = progress;
  let state: State | undefined = work.state;
  let planned = work.plan(work.state);
  for (let round = 0; round < rounds; round++) {
    const ready = readyCalls(planned.filter((call) => !failures[keyOf(call)]?.final && !isReopening(progress, call)));
    if (ready.length === 0) return ended(state, planned, progress);
    await wait(pauseBefore(ready, progress, round), work.sleep);
    const stale = await makeReady(work, ready, progress);
    state = await work.read(state, stale);
    if (state === undefined) return { state, made, missing: [], problems: [] };
    planned = work.plan(state);
  }
  const end = ended(state, planned, progress);
  return { ...end, problems: [...end.problems, `not settled after ${rounds} rounds`] };
}

/** A reading from before a part was closed must not open it again. */
const isReopening = ({ settled }: Progress, { opens }: Call) => opens !== undefined && settled.includes(opens);

/** In seconds. A call that is planned again although it succeeded waits for AWS to become consistent; so does a failed one. */
function pauseBefore(ready: Call[], { made, failures }: Progress, round: number): number {
  const failed = Math.max(0, ...ready.map((call) => failures[keyOf(call)]?.count ?? 0));
  if (failed > 0) return Math.min(2 ** (failed - 1), 8) / 2;
  const again = ready.some((call) => made.some((before) => keyOf(before) === keyOf(call)));
  return again ? Math.min(round, 4) / 2 : 0;
}

/** Makes the calls that do not wait, and returns the parts of the state that they made stale. */
async function makeReady<State>(work: Reconciliation<State>, ready: Call[], progress: Progress): Promise<string[]> {
  const stale: string[] = [];
  const unit = ready.filter((call) => call.opens !== undefined || call.closes !== undefined);
  for (const calls of together(ready.filter((call) => call === unit[0] || !unit.includes(call)))) {
    if (calls[0] === unit[0]) {
      stale.push(...(await makeUnit(work, unit, progress)));
      continue;
    }
    work.checkTime();
    if (calls[0]!.wait) await wait(calls[0]!.wait, work.sleep);
    const ends = await Promise.all(calls.map((call) => makeOne(work, call, progress)));
    stale.push(...ends.flatMap((end) => end.stale));
    if (ends.some((end) => end.stops)) break;
  }
  return [...new Set(stale)];
}

/** Secondary calls do not depend on each other: consecutive ones are made in parallel. */
function together(calls: Call[]): Call[][] {
  const isFree = (call: Call | undefined) => call?.secondary && !call.wait && !call.opens && !call.closes;
  return calls.reduce<Call[][]>((groups, call) => {
    const last = groups.at(-1);
    if (last && isFree(call) && isFree(last[0])) last.push(call);
    else groups.push([call]);
    return groups;
  }, []);
}

/** @returns the parts of the state that are stale now, and whether the next calls must wait for another reading */
async function makeOne<State>(
  work: Reconciliation<State>,
  call: Call,
  progress: Progress,
): Promise<{ stale: string[]; stops: boolean }> {
  try {
    await work.call(call);
    noteMade(progress, call);
    return { stale: call.changes, stops: false };
  } catch (error) {
    noteFailure(progress, call, error);
    const stops = call.prepares === true && !isExisting(error) && !progress.failures[keyOf(call)]!.final;
    // Something that a call named is missing: no earlier reading can be trusted.
    return { stale: isMissing(error) ? [...call.changes, everything] : call.changes, stops };
  }
}

function ended<State>(
  state: State | undefined,
  missing: Call[],
  { made, failures, settled }: Progress,
): Reconciled<State> {
  const keys = missing.map(keyOf);
  const relevant = Object.keys(failures).filter((key) => keys.includes(key) || failures[key]!.prepared);
  const retries = relevant.flatMap((key) => failures[key]!.retry ?? []);
  const later = missing.find((call) => call.again);
  const retry =
    retries.find(({ code }) => code === "LeftOpen") ??
    retries[0] ??
    (later && coded("Unsettled", later.reason)) ??
    (missing.some((call) => call.opens !== undefined && settled.includes(call.opens))
      ? coded("Unsettled", "AWS does not show the closed part as closed yet")
      : undefined);
  const problems = [...new Set(relevant.map((key) => failures[key]!.text))];
  const end = { state, made, missing, problems };
  return retry ? { ...end, retry } : end;
}

/** The calls that can be made now, in order. */
export function readyCalls(calls: Call[]): Call[] {
  const first = calls.findIndex(isUnresolved);
  if (first === 0) return calls.filter((call) => !isUnresolved(call));
  return first < 0 ? calls : calls.slice(0, first);
}
