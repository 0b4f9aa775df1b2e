import type { Exemption, GrantedException } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";
import { type Expiry, expiryOf } from "./expiry";
import type { Incident } from "./incidents";

/** Outcomes that somebody has to do something about. */
const open: Outcome[] = ["failed", "partial", "awaiting-approval", "refused", "started"];

/** Whether somebody has to look at an incident: it is not over. */
export const needsSomeone = ({ outcome }: Incident): boolean => open.includes(outcome);

/**
 * How many resources have an exception that ends soon, by the register or by the journal, and how many exemptions have
 * ended or never end.
 */
export function expiryCounts(exemptions: Exemption[], exceptions: GrantedException[], now: string) {
  const are = (items: { until?: string }[], expiry: Expiry) =>
    items.filter(({ until }) => expiryOf(until, now) === expiry);
  const ends = [
    ...exceptions.filter(({ status }) => status === "granted"),
    ...exemptions.map(({ target, until }) => ({ arn: target.arn, ...(until && { until }) })),
  ].filter(({ until }) => expiryOf(until, now) === "ends-soon");
  return {
    endSoon: new Set(ends.map(({ arn }) => arn)).size,
    ended: are(exemptions, "ended").length,
    unbounded: are(exemptions, "unbounded").length,
  };
}
