import { warningDays } from "../../runtime/exceptions/dailyCheck";
import { endOfDay } from "../../runtime/exceptions/day";

/** When an exception ends, relative to now. */
export type Expiry = "ended" | "ends-soon" | "later" | "far" | "unbounded";

const dayMs = 86_400_000;

/** The order in which exceptions are listed: those that need action first. */
export const allExpiries: Expiry[] = ["ended", "ends-soon", "unbounded", "far", "later"];

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
