import { type CodedError, coded, isExisting, isMissing } from "../lib/errors";
import { wait } from "../lib/wait";
import { type Call, isUnresolved } from "../model/call";
import { makeUnit } from "./makeUnit";
import { keyOf, noteFailure, noteMade, type Progress, type Reconciliation } from "./progress";

/** How often state is read and planned again before a loop that does not converge is given up. */
const rounds = 12;
/** The stale part that stands for all: something that a call named is missing, so nothing may be believed. */
export const everything = "everything";

/** The end of a loop: `missing` is empty if and only if the last reading proves that everything is done. */
export interface Reconciled<State> {
  /** The last reading; undefined if the target went away meanwhile. */
  state: State | undefined;
  made: Call[];
  missing: Call[];
  /** Why calls are missing. */
  problems: string[];
  /** The same may succeed later: another delivery has to try. */
  retry?: CodedError;
}

/**
 * Read, plan, execute, until the plan is empty. Calls are made in order up to the first that waits for something that
 * is read only after the ones before it; if that is the very first, whatever does not wait is made.
 *
 * A call that fails does not stop the others: evidence that cannot be kept must not keep the network open. What AWS refuses
 * for good is not tried again. What is denied or throttled is tried again by the next delivery. Everything else is tried
 * again with a growing pause, then by the next delivery; that something exists already counts as made, since what is there
 * is read next.
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

/** A reading that is older than the closing of a part must not open it again. */
const isReopening = ({ settled }: Progress, { opens }: Call) => opens !== undefined && settled.includes(opens);

/** Seconds. A call that is planned again although it succeeded waits for AWS to become consistent, a failed one too. */
function pauseBefore(ready: Call[], { made, failures }: Progress, round: number): number {
  const failed = Math.max(0, ...ready.map((call) => failures[keyOf(call)]?.count ?? 0));
  if (failed > 0) return Math.min(2 ** (failed - 1), 8) / 2;
  const again = ready.some((call) => made.some((before) => keyOf(before) === keyOf(call)));
  return again ? Math.min(round, 4) / 2 : 0;
}

/** Makes calls that wait for nothing, and returns the parts of the state that they made stale. */
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

/** What only completes a containment does not depend on its like: such calls in a row are made at once. */
function together(calls: Call[]): Call[][] {
  const isFree = (call: Call | undefined) => call?.secondary && !call.wait && !call.opens && !call.closes;
  return calls.reduce<Call[][]>((groups, call) => {
    const last = groups.at(-1);
    if (last && isFree(call) && isFree(last[0])) last.push(call);
    else groups.push([call]);
    return groups;
  }, []);
}

/** @returns the parts of the state that are stale now, and whether what comes next has to wait for another reading */
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
    // What a call named is missing: nothing may be believed any more.
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
      ? coded("Unsettled", "what was closed is not read as closed yet")
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
