import type { Containment } from "../model/journalItems";
import type { Target } from "../model/target";
import type { Verdict } from "../model/verdict";

/** The time window, in milliseconds. */
const window = 86_400_000;
/** The shortest time between two notices of an ongoing conflict, in milliseconds. */
const quarter = window / 4;
/** From this count within the window on, people are notified that the containment is undone repeatedly. */
const often = 5;
/** Maximum number of times that are kept. */
const most = 100;

/**
 * When a containment was found undone within the last 24 hours, this time included; undefined if it is not undone now. It is
 * undone if it was contained and calls were needed again, except for what a new finding requests in addition.
 *
 * @param containment as it was when this run began
 * @param made the number of calls that this run made
 */
export function undoneTimes(
  { status, holds, undone = [] }: Pick<Containment, "status" | "holds" | "undone">,
  { details }: Pick<Target, "details">,
  made: number,
  now: Date,
): string[] | undefined {
  if (made === 0 || (status !== "contained" && status !== "partial")) return undefined;
  const wishes = Object.values(holds).map((hold) => JSON.stringify(sorted(hold.details)));
  if (details && !wishes.includes(JSON.stringify(sorted(details)))) return undefined;
  const since = now.getTime() - window;
  return [...undone.filter((at) => Date.parse(at) > since), now.toISOString()].slice(-most);
}

const sorted = (details: Record<string, string> | undefined) => Object.entries(details ?? {}).sort();

/**
 * Adds to the verdict that the containment was undone. Firebreak contains it again every time: giving up after some rounds
 * would let a persistent attacker win. People are notified the first five times, then once in each quarter of a day in which
 * it continues, so that they are neither left uninformed nor flooded.
 */
export function sayingUndone(given: Verdict, target: Target, undone: string[] | undefined): Verdict {
  if (!undone) return given;
  const verdict: Verdict = { ...given, outcome: given.outcome === "contained" ? "recontained" : given.outcome };
  const count = undone.length;
  const times = count === 1 ? "once" : `${count} times`;
  const reason = `${verdict.reason}; it had been undone, ${times} within 24 hours`;
  if (count < often) return { ...verdict, reason, undone, notify: true };
  const who = `the owner of account ${target.accountId} must find out in CloudTrail who has changed ${target.arn} since ${undone[0]}`;
  const what =
    "if it is a pipeline or an automation, change it or grant the resource an exception; if it is an attacker, block them";
  const open = `this containment is undone repeatedly, ${times} within 24 hours: ${who}; ${what}`;
  return {
    ...verdict,
    reason,
    undone,
    notify: count === often || isNewQuarter(undone),
    remains: [...(verdict.remains ?? []), open],
  };
}

/** Whether the last time is in another quarter of a day than the previous one. */
function isNewQuarter(undone: string[]): boolean {
  const [before, last] = undone.slice(-2).map((at) => Math.floor(Date.parse(at) / quarter));
  return before !== last;
}
