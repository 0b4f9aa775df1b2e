import type { Outcome } from "../../runtime/model/outcome";
import type { Incident } from "./incidents";

/** The times to contain, in seconds. Percentiles are values that occurred (nearest rank). */
export interface Spread {
  count: number;
  p50: number;
  p95: number;
  longest: number;
}

/** Outcomes which show that the incident was to be contained. */
const wanted: Outcome[] = ["contained", "partial", "failed", "started", "awaiting-approval"];

/**
 * Seconds from when the finding was sent to the first decision `contained`. It counts from the first delivery that was
 * to be contained, so that it includes failures and waiting. Undefined if the incident was not contained, is a sample
 * or lacks these times.
 */
export function secondsToContain({ decisions, about }: Incident): number | undefined {
  if (about?.sample) return undefined;
  const contained = decisions.find((decision) => decision.outcome === "contained");
  const begin = decisions.find((decision) => decision.about && wanted.includes(decision.outcome));
  if (!contained || !begin || begin.at > contained.at) return undefined;
  const seconds = (Date.parse(contained.at) - Date.parse(begin.about!.sentAt)) / 1000;
  // The sender's clock may be ahead of ours.
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** Whether a person approved or requested the containment. */
export function involvedPerson({ decisions }: Incident): boolean {
  const end = decisions.findIndex((decision) => decision.outcome === "contained");
  return decisions.slice(0, end + 1).some(({ outcome, by }) => outcome === "awaiting-approval" || by !== undefined);
}

/** The spread of durations, or undefined if there are none. */
export function spreadOf(seconds: number[]): Spread | undefined {
  if (seconds.length === 0) return undefined;
  const sorted = [...seconds].sort((left, right) => left - right);
  const percentile = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!;
  return { count: sorted.length, p50: percentile(0.5), p95: percentile(0.95), longest: sorted.at(-1)! };
}

/** A row of the table of times to contain. */
export interface SpreadRow {
  name: string;
  spread: Spread;
}

/** Times to contain of all incidents, with and without a person, and by response. Empty groups are left out. */
export function timesToContain(incidents: Incident[]): SpreadRow[] {
  const timed = incidents.flatMap((incident) => {
    const seconds = secondsToContain(incident);
    return seconds === undefined ? [] : [{ seconds, response: incident.response, person: involvedPerson(incident) }];
  });
  const row = (name: string, keep: (item: (typeof timed)[number]) => boolean): SpreadRow[] => {
    const spread = spreadOf(timed.filter(keep).map((item) => item.seconds));
    return spread ? [{ name, spread }] : [];
  };
  const responses = [...new Set(timed.map((item) => item.response))].sort();
  return [
    ...row("All", () => true),
    ...row("Without a person", (item) => !item.person),
    ...row("Approved or requested by a person", (item) => item.person),
    ...responses.flatMap((response) => row(response, (item) => item.response === response)),
  ];
}
