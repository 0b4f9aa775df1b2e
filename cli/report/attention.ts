import type { Exemption, GrantedException } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";
import { type Expiry, expiryOf } from "./expiry";
import type { Incident } from "./incidents";

/** Outcomes that need action. */
const open: Outcome[] = ["failed", "partial", "awaiting-approval", "refused", "started"];

/** Whether an incident needs action. */
export const needsAction = ({ outcome }: Incident): boolean => open.includes(outcome);

/**
 * Counts the resources with an exception that ends soon or in more than a year, in the register or in the journal, and
 * the exemptions that have ended or never end.
 */
export function expiryCounts(exemptions: Exemption[], exceptions: GrantedException[], now: string) {
  const are = (items: { until?: string }[], expiry: Expiry) =>
    items.filter(({ until }) => expiryOf(until, now) === expiry);
  const dated = [
    ...exceptions.filter(({ status }) => status === "granted"),
    ...exemptions.map(({ target, until }) => ({ arn: target.arn, ...(until && { until }) })),
  ];
  const resources = (expiry: Expiry) =>
    new Set(dated.flatMap(({ arn, until }) => (expiryOf(until, now) === expiry ? [arn] : []))).size;
  return {
    endSoon: resources("ends-soon"),
    far: resources("far"),
    ended: are(exemptions, "ended").length,
    unbounded: are(exemptions, "unbounded").length,
  };
}
