import { warningDays } from "../../runtime/exceptions/daily";
import { endOfDay } from "../../runtime/exceptions/day";

/** Where an exception stands with regard to its end. */
export type Expiry = "ended" | "ends-soon" | "later" | "unbounded";

/** The order in which exceptions are listed: what needs somebody comes first. */
export const allExpiries: Expiry[] = ["ended", "ends-soon", "unbounded", "later"];

/**
 * Where an exception stands at a moment. It ends soon when its owner has been or is about to be warned, and is unbounded
 * if it names no day.
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
