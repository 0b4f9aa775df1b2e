import type { Containment, Decision } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Run } from "../run/run";
import { decide } from "./decide";

const day = 86_400_000;

/**
 * How many whole days a containment has been held, if a reminder is due now; otherwise undefined.
 *
 * @param days the interval of reminders
 */
export function reminderDue(containment: Containment, now: Date, days: number): number | undefined {
  const since = Math.min(...Object.values(containment.holds).map((hold) => Date.parse(hold.since)));
  if (!Number.isFinite(since)) return undefined;
  const held = Math.floor((now.getTime() - since) / day);
  const due = Math.floor(held / days);
  const reminded = containment.remindedAt
    ? Math.floor(Math.floor((Date.parse(containment.remindedAt) - since) / day) / days)
    : 0;
  return due > reminded ? held : undefined;
}

/** Reminds people of long-held containments, so that nothing stays contained because it was forgotten. */
export async function remind(run: Run, response: Response): Promise<Decision[]> {
  const { journal } = run.services;
  const decisions: Decision[] = [];
  for (const containment of await journal.heldContainments(response.name)) {
    const now = new Date();
    const held = reminderDue(containment, now, run.settings.reminderDays);
    // Another run may have sent it.
    if (held === undefined || !(await journal.markReminded(containment, now.toISOString()))) continue;
    const { id, target, holds, remains, evidence } = containment;
    const [finding] = Object.keys(holds);
    const verdict = {
      outcome: "already-contained" as const,
      reason: `it has been contained for ${held} days, held by ${Object.keys(holds).join(", ")}: release it if it no longer needs containment`,
      target,
      containment: id,
      remains,
      evidence,
      notify: true,
    };
    decisions.push(await decide({ run, route: response, subject: { id: finding! } }, verdict, undefined));
  }
  return decisions;
}
