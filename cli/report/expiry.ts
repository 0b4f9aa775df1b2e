import { warningDays } from "../../runtime/exceptions/dailyCheck";
import { endOfDay } from "../../runtime/exceptions/day";
import type { Tone } from "./words";

/** When an exception ends, relative to now. */
export type Expiry = "ended" | "ends-soon" | "later" | "far" | "unbounded";

const dayMs = 86_400_000;

/** The order in which exceptions are listed: those that need action first. */
const allExpiries: Expiry[] = ["ended", "ends-soon", "unbounded", "far", "later"];

/**
 * Classifies an exception by its end date. It ends soon if its owner has been warned or is about to be, it is
 * far off if that is more than a year away, and it is unbounded without an end date.
 *
 * @param until the last day in UTC, such as 2027-01-31
 * @param now ISO 8601
 */
export function expiryOf(until: string | undefined, now: string): Expiry {
  const end = until === undefined ? undefined : endOfDay(until);
  if (end === undefined) return "unbounded";
  const left = end - Date.parse(now);
  if (left <= 0) return "ended";
  if (left <= warningDays * dayMs) return "ends-soon";
  return left > 366 * dayMs ? "far" : "later";
}

/** When an exception ends, in words and with how much it needs a person. */
export const expiryWords: Record<Expiry, [words: string, tone: Tone]> = {
  ended: ["Ended", "bad"],
  "ends-soon": ["Ends soon", "warn"],
  unbounded: ["Never ends", "exempt"],
  far: ["Ends in more than a year", "warn"],
  later: ["In force", "quiet"],
};

/** Those that need action first, then by end date. */
export function byExpiry<Item extends { until?: string }>(
  items: Item[],
  now: string,
): { item: Item; expiry: Expiry }[] {
  const rank = (expiry: Expiry) => allExpiries.indexOf(expiry);
  return items
    .map((item) => ({ item, expiry: expiryOf(item.until, now) }))
    .sort(
      (left, right) =>
        rank(left.expiry) - rank(right.expiry) || ((left.item.until ?? "") < (right.item.until ?? "") ? -1 : 1),
    );
}
