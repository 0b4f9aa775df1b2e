import { sourceOf } from "../../findings/sources";
import type { Finding } from "../../model/finding";

/** A finding that asks for a runbook, as the hold of the finding keeps it in the `details` of the target. */
export interface Ask {
  runbook: string;
  finding: string;
  type: string;
  source: string;
  /** When the finding saw its fault last; ISO 8601 in UTC. */
  seen: string;
  /** AWS Config told the fault again, so it had been mended in between. */
  again?: boolean;
}

/** What a finding asks for, as plain texts. */
export function detailsOf(runbook: string, { id, type, source, lastSeen }: Finding): Record<string, string> {
  return { runbook, finding: id, type, source, seen: lastSeen };
}

/**
 * The findings that ask for a runbook. Each of them asks once, however often it is updated: Security Hub and GuardDuty tell
 * the same finding again and again. AWS Config tells a fault only when it appears, so being told again is another ask.
 *
 * @param wanted the details that the holds keep, then those of the finding that is worked on
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

/** When the fault was seen last, by any finding; undefined if none asks. */
export function lastSeen(runbook: string, wanted: Record<string, string>[]): string | undefined {
  const times = mentions(runbook, wanted).map((ask) => ask.seen);
  return times.sort((left, right) => Date.parse(right) - Date.parse(left))[0];
}

function mentions(runbook: string, wanted: Record<string, string>[]): Ask[] {
  return wanted
    .filter((details) => details["runbook"] === runbook)
    .map(({ finding = "", type = "", source = "", seen = "" }) => ({ runbook, finding, type, source, seen }));
}
