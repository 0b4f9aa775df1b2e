import { coded, isMissing, isRefused, messageOf } from "../lib/errors";
import { wait } from "../lib/wait";
import type { Call } from "../model/call";
import { keyOf, noteFailure, noteMade, type Progress, type Reconciliation } from "./progress";

/** Seconds reserved for closing what is opened, per part and in total. */
const closing = { each: 2, all: 20 };
/** From this attempt on, the prior state is restored if a part cannot be closed. */
const undoFrom = 3;
/** Maximum attempts to close a part, with pauses that add up to more than a function's time. */
const mostTries = 90;

/**
 * Makes the calls that open parts of the target and those that close them as one unit: checks the time for both before the
 * first, and closes what was opened, or restores it, until the time is over. No other call comes in between.
 *
 * @returns the parts of the state that are stale now
 * @throws OutOfTime before anything is opened
 */
export async function makeUnit<State>(
  work: Reconciliation<State>,
  unit: Call[],
  progress: Progress,
): Promise<string[]> {
  const openings = unit.filter((call) => call.opens !== undefined);
  const closings = unit.filter((call) => call.closes !== undefined);
  const seconds = Math.max(0, ...closings.map((call) => call.wait ?? 0));
  const refused: string[] = [];
  if (openings.length > 0) {
    work.checkTime(seconds + closing.all + closing.each * unit.length);
    if (!progress.announced) await work.beforeOpening?.();
    progress.announced = true;
    for (const call of openings) if (!(await make(work, call, progress))) refused.push(call.opens!);
    if (refused.length < openings.length) await wait(seconds, work.sleep);
  }
  // A part that could not be opened is unchanged: it is closed if possible, and the next round tries it again.
  for (const call of closings.filter(({ closes }) => refused.includes(closes!))) await make(work, call, progress);
  await closeAll(
    work,
    closings.filter(({ closes }) => !refused.includes(closes!)),
    progress,
  );
  return unit.flatMap((call) => call.changes);
}

async function make<State>(work: Reconciliation<State>, call: Call, progress: Progress): Promise<boolean> {
  try {
    await work.call(call);
    noteMade(progress, call);
    if (call.closes !== undefined) progress.settled.push(call.closes);
    return true;
  } catch (error) {
    noteFailure(progress, call, error);
    return false;
  }
}

/** Closes what is open until the time is over. */
async function closeAll<State>(work: Reconciliation<State>, closings: Call[], progress: Progress): Promise<void> {
  let open = closings;
  for (let attempt = 1; open.length > 0; attempt++) {
    const left: Call[] = [];
    for (const call of open) if (!(await isDone(work, call, progress, attempt))) left.push(call);
    open = left;
    if (open.length === 0) return;
    if (attempt === mostTries || !hasTime(work)) break;
    await wait(Math.min(0.1 * 2 ** attempt, 2), work.sleep);
  }
  for (const call of open) {
    const failure = progress.failures[keyOf(call)]!;
    const text = `${call.closes} IS OPEN NOW: ${failure.text}`;
    progress.failures[keyOf(call)] = { ...failure, text, final: true, retry: coded("LeftOpen", text) };
  }
}

/** Whether a part is closed, restored, or no longer there. */
async function isDone<State>(
  work: Reconciliation<State>,
  call: Call,
  progress: Progress,
  attempt: number,
): Promise<boolean> {
  try {
    await work.call(call);
    noteMade(progress, call);
    progress.settled.push(call.closes!);
    return true;
  } catch (error) {
    noteFailure(progress, call, error);
    if (isGone(error, call)) return true;
    if (attempt < undoFrom && !isRefused(error)) return false;
    return giveBack(work, call, progress);
  }
}

/** A group that is not visible yet is missing too; only a missing part ends the work on it. */
function isGone(error: unknown, { closes }: Call): boolean {
  return isMissing(error) && (error as Error).message.includes(closes!);
}

async function giveBack<State>(work: Reconciliation<State>, call: Call, progress: Progress): Promise<boolean> {
  if (!call.undo || !work.undo) return false;
  const failure = progress.failures[keyOf(call)]!;
  try {
    await work.undo(call.undo);
  } catch (error) {
    progress.failures[keyOf(call)] = { ...failure, text: `${failure.text}; ${call.undo.reason}: ${messageOf(error)}` };
    return false;
  }
  progress.settled.push(call.closes!);
  const text = `${failure.text}; ${call.undo.reason}`;
  progress.failures[keyOf(call)] = { ...failure, text, final: true, retry: failure.retry ?? coded("Unsettled", text) };
  return true;
}

function hasTime<State>(work: Reconciliation<State>): boolean {
  try {
    work.checkTime();
    return true;
  } catch {
    return false;
  }
}
