import type { Incident } from "./incidents";
import { outcomeTone, type Tone } from "./words";

/** A day or a week, and how many incidents began in it. */
export interface Period {
  /** The first day, such as 2026-11-26. */
  from: string;
  counts: Record<Tone, number>;
  total: number;
}

/** Incidents by when they began. */
export interface OverTime {
  unit: "day" | "week";
  periods: Period[];
}

/** Most days that are shown one by one; of a longer range weeks are. */
const mostDays = 62;
/** Most periods; of a still longer range the newest are shown. */
const mostPeriods = 160;
const dayMs = 86_400_000;

/** Counts the incidents of a range by day or by week, in UTC; both ends are days of it. */
export function overTime(incidents: Incident[], { since, until }: { since: string; until: string }): OverTime {
  const [first, last] = [dayOf(since), dayOf(until)];
  if (Number.isNaN(first) || Number.isNaN(last) || last < first) {
    throw new Error(`the range from "${since}" to "${until}" is no range of days`);
  }
  const days = (last - first) / dayMs + 1;
  const unit = days > mostDays ? "week" : "day";
  const length = unit === "week" ? 7 : 1;
  const all = Math.ceil(days / length);
  const skipped = Math.max(0, all - mostPeriods);
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
