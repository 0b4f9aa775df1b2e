/** Why nothing is done about a finding or a target, and whether a person has to act instead. */
export interface Refusal {
  reason: string;
  /** A person has to act: people are notified, whatever the severity. */
  needsPerson: boolean;
  /** No table of the product knows the finding's type: people get a count once a day. */
  unknown?: true;
}

/** A refusal that leaves something to do for a person. */
export const leftToPerson = (reason: string): Refusal => ({ reason, needsPerson: true });

/** A refusal of a finding whose type no table of the product knows. */
export const unknownType = (reason: string): Refusal => ({ reason, needsPerson: false, unknown: true });

/** The reason alone. A plain text is a refusal that leaves nothing to do. */
export const reasonOf = (refusal: string | Refusal): string => (typeof refusal === "string" ? refusal : refusal.reason);

/** A refusal as the part of a verdict that says so. */
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
