import type { ContainmentStatus } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";

/** How good something is. A colour and a sign show it, so that it is readable without colours. */
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
  "awaiting-approval": ["Waiting for approval", "warn"],
  notified: ["Notified", "quiet"],
  gone: ["Gone", "quiet"],
  refused: ["Refused", "bad"],
  skipped: ["Skipped", "quiet"],
  released: ["Released", "good"],
};

/** The outcomes in display order. */
export const allOutcomes = Object.keys(outcomes) as Outcome[];

/** An outcome in words; an unknown one stays unchanged. */
export const outcomeWords = (outcome: Outcome): string => outcomes[outcome]?.[0] ?? outcome;

/** The tone of an outcome. */
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

/** A containment's status in words. */
export const containmentWords = (status: ContainmentStatus | undefined): string =>
  status ? (statuses[status]?.[0] ?? status) : "Nothing was changed";

/** The tone of a containment's status. */
export const containmentTone = (status: ContainmentStatus | undefined): Tone =>
  (status && statuses[status]?.[1]) || "quiet";

/** The sign of a tone. */
export const toneSign = (tone: Tone): string => ({ good: "✓", warn: "!", bad: "✕", exempt: "◇", quiet: "–" })[tone];

/** A count with its noun: "1 call", "2 calls". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
