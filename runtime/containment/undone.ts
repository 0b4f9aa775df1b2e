import type { Containment } from "../model/journalItems";
import type { Target } from "../model/target";
import type { Verdict } from "../model/verdict";

/** The time that is looked back, in milliseconds. */
const window = 86_400_000;
/** People are told of the same fight so often at most, in milliseconds. */
const quarter = window / 4;
/** From so many times within it on, people are told that something works against the containment. */
const often = 5;
/** How many times are kept. */
const most = 100;

/**
 * When a containment was found undone within the last 24 hours, this time included; undefined if it is not undone now. It is
 * undone if it was contained and calls were needed again, other than for what a finding asks for beyond what was asked before.
 *
 * @param containment as it was when this run began
 * @param made how many calls this run made
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
 * The verdict with what is to say of a containment that was undone. It is contained again every time: who gave up after some
 * rounds would let an attacker win by being stubborn. But it does not stay silent either, and does not flood people: they are
 * told the first five times, then once in each quarter of a day in which it goes on.
 */
export function sayingUndone(given: Verdict, target: Target, undone: string[] | undefined): Verdict {
  if (!undone) return given;
  const verdict: Verdict = { ...given, outcome: given.outcome === "contained" ? "recontained" : given.outcome };
  const count = undone.length;
  const times = count === 1 ? "once" : `${count} times`;
  const reason = `${verdict.reason}; something had undone it, ${times} within 24 hours`;
  if (count < often) return { ...verdict, reason, undone, tell: true };
  const who = `the owner of account ${target.accountId} has to find out in CloudTrail who changes ${target.arn} since ${undone[0]}`;
  const what =
    "a pipeline or an automation has to be changed or the resource needs an exception, an attacker has to be blocked";
  const open = `something undoes this containment, ${times} within 24 hours: ${who}; ${what}`;
  return {
    ...verdict,
    reason,
    undone,
    tell: count === often || isNewQuarter(undone),
    remains: [...(verdict.remains ?? []), open],
  };
}

/** Whether the last time is in another quarter of a day than the one before. */
function isNewQuarter(undone: string[]): boolean {
  const [before, last] = undone.slice(-2).map((at) => Math.floor(Date.parse(at) / quarter));
  return before !== last;
}
