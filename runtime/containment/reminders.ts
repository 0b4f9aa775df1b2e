import { markReminded } from "../journal/containments";
import { heldContainments } from "../journal/openContainments";
import type { Containment, Decision } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Run } from "../model/run";
import { decide } from "./decide";

const day = 86_400_000;

/**
 * For how many whole days a containment is held, if people have to be reminded of it now; undefined if they do not.
 *
 * @param days after how many days they are, and again each time
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

/** Reminds people of what a response has held for long, so that nothing stays contained because it was forgotten. */
export async function remind(run: Run, response: Response): Promise<Decision[]> {
  const { db, table } = run.services;
  const decisions: Decision[] = [];
  for (const containment of await heldContainments(db, table, response.name)) {
    const now = new Date();
    const held = reminderDue(containment, now, run.settings.reminderDays);
    // Another run may be at it.
    if (held === undefined || !(await markReminded(db, table, containment, now.toISOString()))) continue;
    const { id, target, holds, remains, evidence } = containment;
    const [finding] = Object.keys(holds);
    const verdict = {
      outcome: "already-contained" as const,
      reason: `it is held for ${held} days, by ${Object.keys(holds).join(", ")}: release it, or say why it has to stay`,
      target,
      containment: id,
      remains,
      evidence,
      tell: true,
    };
    decisions.push(await decide({ run, route: response, subject: { id: finding! } }, verdict, undefined));
  }
  return decisions;
}
