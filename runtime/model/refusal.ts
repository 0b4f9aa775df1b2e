/** Why nothing is done about a finding or a target, and whether a person has to act instead. */
export interface Refusal {
  reason: string;
  /** A person has to act: people are notified at any severity. */
  needsPerson: boolean;
  /** The finding's type is unknown: people get a count once a day. */
  unknown?: true;
}

/** A refusal that leaves something to do for a person. */
export const leftToPerson = (reason: string): Refusal => ({ reason, needsPerson: true });

/** A refusal of a finding of an unknown type. */
export const unknownType = (reason: string): Refusal => ({ reason, needsPerson: false, unknown: true });

/** The reason alone. A plain text is a refusal that needs no action. */
export const reasonOf = (refusal: string | Refusal): string => (typeof refusal === "string" ? refusal : refusal.reason);

/** The part of a verdict that states a refusal. */
export function skippedBecause(refusal: string | Refusal): Skipped {
  const { reason, needsPerson, unknown } = typeof refusal === "string" ? plain(refusal) : refusal;
  return { outcome: "skipped", reason, ...(needsPerson && { needsPerson }), ...(unknown && { unknown }) };
}

interface Skipped {
  outcome: "skipped";
  reason: string;
  needsPerson?: true;
  unknown?: true;
}

const plain = (reason: string): Refusal => ({ reason, needsPerson: false });
