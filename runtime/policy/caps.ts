import { type SeverityBand, severityBand } from "../model/finding";
import type { ByHandSettings } from "../model/responderSettings";

/** A limit on containments within an hour. */
export interface Cap {
  /** What is counted together, such as a response in an account. */
  scope: string;
  band: SeverityBand;
  most: number;
}

/** What is counted together for a cap: what a response begins in an account. */
export const accountScope = (response: string, account: string) => `${response}#${account}`;

/** What is counted together for a cap: what a principal begins by hand. */
export const personScope = (principal: string) => `by-hand#${principal}`;

/** The bands from the lowest to the highest. */
const bands: SeverityBand[] = ["low", "medium", "high", "critical"];
/** Slots of an hour. */
const slots = 12;
const slotLength = 3_600_000 / slots;

/** One hour of counters: its name such as 2026-11-26T02, and its counters. */
export interface CountedHour {
  hour: string;
  /** The names of the counters that a containment raises. */
  counters: string[];
}

/**
 * The counters that a containment beginning now raises. The counter of a band and a five-minute slot is the number of containments
 * of this band or higher that began in the slot and the twelve before it. So a single counter has the number within the last
 * hour, without reading others: a sliding window. Lower bands never raise the counter of a higher one, so low-severity findings
 * cannot use up the cap of severe ones.
 *
 * @returns the counter that must be below the cap, and all of them by hour; thirteen slots always lie in two hours
 */
export function countersOf(band: SeverityBand, now: Date): { limiting: string; hours: CountedHour[] } {
  const first = Math.floor(now.getTime() / slotLength);
  const raised = bands.slice(0, bands.indexOf(band) + 1);
  const hours: CountedHour[] = [];
  for (let slot = first; slot <= first + slots; slot++) {
    const hour = new Date(slot * slotLength).toISOString().slice(0, 13);
    if (hours.at(-1)?.hour !== hour) hours.push({ hour, counters: [] });
    hours.at(-1)!.counters.push(...raised.map((one) => counterName(one, slot)));
  }
  return { limiting: counterName(band, first), hours };
}

const counterName = (band: SeverityBand, slot: number) => `${band}${slot % slots}`;

/** Maximum number of contained members of a group at a time; at least one. */
export const mostOfGroup = (size: number, share: number): number => Math.max(1, Math.floor(size * share));

/** Whether people are notified of a containment that a cap holds back: each severe one, and the first of the others. */
export function isHeldNotified(severity: number, isFirst: boolean): boolean {
  return isFirst || ["high", "critical"].includes(severityBand(severity));
}

/** The defaults for containment by hand. */
export const byHandDefaults = (): ByHandSettings => ({
  containmentsPerHour: 10,
  secondPerson: [],
  whilePaused: "approve",
});

/**
 * The principal that a person's containments count for: the role without the session name, since everyone who assumes a role
 * chooses that name.
 */
export function principalOf(arn: string): string {
  const [, role] = /^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\//.exec(arn) ?? [];
  return role ?? arn;
}
