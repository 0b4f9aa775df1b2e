import type { Exemption, GrantedException } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";
import { type Expiry, expiryOf } from "./expiry";
import type { Incident } from "./incidents";
import type { Tone } from "./words";

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

/** What needs a look among exceptions: how many, and the words for one and for several. */
export interface ExpiryNeed {
  tone: Tone;
  count: number;
  words: [one: string, many: string];
}

/** The same counts, in words. */
export function expiryNeeds({ endSoon, far, ended, unbounded }: ReturnType<typeof expiryCounts>): ExpiryNeed[] {
  const checked = "checked again within a day";
  return [
    { tone: "warn", count: endSoon, words: ["exception ends soon", "exceptions end soon"] },
    {
      tone: "warn",
      count: ended,
      words: [`exemption has ended; its finding is ${checked}`, `exemptions have ended; their findings are ${checked}`],
    },
    { tone: "warn", count: far, words: ["exception ends in more than a year", "exceptions end in more than a year"] },
    { tone: "exempt", count: unbounded, words: ["exemption never ends", "exemptions never end"] },
  ];
}
