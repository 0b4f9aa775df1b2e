import { warningDays } from "../../runtime/exceptions/dailyCheck";
import { endOfDay } from "../../runtime/exceptions/day";
import type { Tone } from "./words";

/** When an exception ends, relative to now. */
export type Expiry = "ended" | "ends-soon" | "later" | "unbounded";

/** The order in which exceptions are listed: those that need action first. */
const allExpiries: Expiry[] = ["ended", "ends-soon", "unbounded", "later"];

/**
 * Classifies an exception by its end date. It ends soon if its owner has been warned or is about to be, and it is
 * unbounded without an end date.
 *
 * @param until the last day in UTC, such as 2027-01-31
 * @param now ISO 8601
 */
export function expiryOf(until: string | undefined, now: string): Expiry {
  const end = until === undefined ? undefined : endOfDay(until);
  if (end === undefined) return "unbounded";
  const left = end - Date.parse(now);
  if (left <= 0) return "ended";
  return left <= warningDays * 86_400_000 ? "ends-soon" : "later";
}

/** When an exception ends, in words and with how much it needs a person. */
export const expiryWords: Record<Expiry, [words: string, tone: Tone]> = {
  ended: ["Ended", "bad"],
  "ends-soon": ["Ends soon", "warn"],
  unbounded: ["Never ends", "exempt"],
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
