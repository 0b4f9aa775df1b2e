import type { ContainmentStatus } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";

/** How good something is; shown by a colour and by a sign, so that nobody has to see colours. */
export type Tone = "good" | "warn" | "bad" | "exempt" | "quiet";

const outcomes: Record<Outcome, [words: string, tone: Tone]> = {
  contained: ["Contained", "good"],
  "already-contained": ["Already contained", "good"],
  recontained: ["Contained again", "good"],
  partial: ["Partly contained", "warn"],
  failed: ["Failed", "bad"],
  exempt: ["Exempt", "exempt"],
  observed: ["Observed only", "quiet"],
  started: ["Started", "warn"],
  "awaiting-approval": ["Waits for approval", "warn"],
  notified: ["Notified", "quiet"],
  gone: ["Gone", "quiet"],
  refused: ["Refused", "bad"],
  skipped: ["Skipped", "quiet"],
  released: ["Released", "good"],
};

/** The outcomes in the order in which they are listed. */
export const allOutcomes = Object.keys(outcomes) as Outcome[];

/** An outcome in words; one that is not known stays as it is. */
export const outcomeWords = (outcome: Outcome): string => outcomes[outcome]?.[0] ?? outcome;

/** How good an outcome is. */
export const outcomeTone = (outcome: Outcome): Tone => outcomes[outcome]?.[1] ?? "quiet";

const statuses: Record<ContainmentStatus, [words: string, tone: Tone]> = {
  containing: ["Being contained, or interrupted", "warn"],
  contained: ["Contained", "good"],
  partial: ["Partly contained", "warn"],
  failed: ["Failed", "bad"],
  releasing: ["Being released, or interrupted", "warn"],
  released: ["Released", "good"],
  gone: ["Gone", "quiet"],
};

/** Where a containment stands, in words. */
export const containmentWords = (status: ContainmentStatus | undefined): string =>
  status ? (statuses[status]?.[0] ?? status) : "Nothing was changed";

/** How good that is. */
export const containmentTone = (status: ContainmentStatus | undefined): Tone =>
  (status && statuses[status]?.[1]) || "quiet";

/** The sign that stands for a tone. */
export const toneSign = (tone: Tone): string => ({ good: "✓", warn: "!", bad: "✕", exempt: "◇", quiet: "–" })[tone];

/** A count with its noun: "1 call", "2 calls". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
