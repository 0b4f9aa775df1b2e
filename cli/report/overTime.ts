import type { Incident } from "./incidents";
import { outcomeTone, type Tone } from "./words";

/** A day or a week, and how many incidents began in it. */
export interface Period {
  /** The first day, such as 2026-11-26. */
  from: string;
  counts: Record<Tone, number>;
  total: number;
}

/** Incidents by start. */
export interface OverTime {
  unit: "day" | "week";
  periods: Period[];
}

/** The longest range that is shown by day; a longer range is shown by week. */
const maxDays = 62;
/** The maximum number of periods; of a longer range, only the newest are shown. */
const maxPeriods = 160;
const dayMs = 86_400_000;

/** Counts the incidents of a range by day or by week, in UTC; both ends inclusive. */
export function overTime(incidents: Incident[], { since, until }: { since: string; until: string }): OverTime {
  const [first, last] = [dayOf(since), dayOf(until)];
  if (Number.isNaN(first) || Number.isNaN(last) || last < first) {
    throw new Error(`the range from "${since}" to "${until}" is not a range of days`);
  }
  const days = (last - first) / dayMs + 1;
  const unit = days > maxDays ? "week" : "day";
  const length = unit === "week" ? 7 : 1;
  const all = Math.ceil(days / length);
  const skipped = Math.max(0, all - maxPeriods);
  const periods: Period[] = Array.from({ length: all - skipped }, (_, at) => ({
    from: new Date(first + (at + skipped) * length * dayMs).toISOString().slice(0, 10),
    counts: { good: 0, warn: 0, bad: 0, exempt: 0, quiet: 0 },
    total: 0,
  }));
  for (const { first: began, outcome } of incidents) {
    const period = periods[Math.floor((dayOf(began) - first) / dayMs / length) - skipped];
    if (!period) continue;
    period.counts[outcomeTone(outcome)] += 1;
    period.total += 1;
  }
  return { unit, periods };
}

const dayOf = (iso: string): number => Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
