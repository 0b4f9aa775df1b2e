/** Why nothing is done about a finding or a target, and whether a person has to act instead. */
export interface Refusal {
  reason: string;
  /** A person has to act: people are notified, whatever the severity. */
  needsPerson: boolean;
}

/** A refusal that leaves something to do for a person. */
export const leftToPerson = (reason: string): Refusal => ({ reason, needsPerson: true });

/** The reason alone. A plain text is a refusal that leaves nothing to do. */
export const reasonOf = (refusal: string | Refusal): string => (typeof refusal === "string" ? refusal : refusal.reason);

/** A refusal as the part of a verdict that says so. */
export function skippedBecause(refusal: string | Refusal): { outcome: "skipped"; reason: string; needsPerson?: true } {
  const needsPerson = typeof refusal !== "string" && refusal.needsPerson;
  return { outcome: "skipped", reason: reasonOf(refusal), ...(needsPerson && { needsPerson: true }) };
}
