import { sourceOf } from "../../findings/sources";
import type { Finding } from "../../model/finding";

/** A finding that requests a runbook, as stored with its hold in the `details` of the target. */
export interface Ask {
  runbook: string;
  finding: string;
  type: string;
  source: string;
  /** When the finding last reported the fault; ISO 8601 in UTC. */
  seen: string;
  /** AWS Config reported the fault again, so it had been fixed in between. */
  again?: boolean;
}

/** A finding's request, as plain texts. */
export function detailsOf(runbook: string, { id, type, source, lastSeen }: Finding): Record<string, string> {
  return { runbook, finding: id, type, source, seen: lastSeen };
}

/**
 * The findings that request a runbook. Each requests it once, however often it is updated: Security Hub and GuardDuty resend the
 * same finding. AWS Config reports a fault only when it appears, so another report is another request.
 *
 * @param wanted the details of the holds, then those of the current finding
 */
export function asksFor(runbook: string, wanted: Record<string, string>[]): Ask[] {
  const all = mentions(runbook, wanted);
  return all.flatMap((ask, index): Ask[] => {
    const held = all.slice(0, index).filter((other) => other.finding === ask.finding);
    if (held.length === 0) return [ask];
    const news = sourceOf(ask)?.repeatsFaults && held.every((other) => Date.parse(other.seen) < Date.parse(ask.seen));
    return news ? [{ ...ask, again: true }] : [];
  });
}

/** When any finding last reported the fault; undefined if none requests the runbook. */
export function lastSeen(runbook: string, wanted: Record<string, string>[]): string | undefined {
  const times = mentions(runbook, wanted).map((ask) => ask.seen);
  return times.sort((left, right) => Date.parse(right) - Date.parse(left))[0];
}

function mentions(runbook: string, wanted: Record<string, string>[]): Ask[] {
  return wanted
    .filter((details) => details["runbook"] === runbook)
    .map(({ finding = "", type = "", source = "", seen = "" }) => ({ runbook, finding, type, source, seen }));
}
