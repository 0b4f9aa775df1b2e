import type { Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";

/** What happened, in a few words: "Contained, instance isolated". What is open now comes first. */
export function headline(
  { outcome, openNow = [] }: Pick<Decision, "outcome" | "openNow">,
  words: { done: string; undone: string } | undefined,
): string {
  const texts: Record<Outcome, string> = {
    contained: `Contained, ${words?.done}`,
    "already-contained": `Already contained, ${words?.done} earlier`,
    recontained: `Contained again, ${words?.done}: the earlier containment had been undone`,
    partial: `PARTLY contained, ${words?.done}, but something is still open`,
    failed: "NOT CONTAINED",
    exempt: "Exempt, nothing was changed",
    observed: "Observed only, nothing was changed",
    started: "Started, not contained yet",
    "awaiting-approval": "Waiting for approval",
    notified: "For your information, nothing was changed",
    gone: "Gone, nothing to contain",
    refused: "Event refused, nothing was changed",
    skipped: "No response acted, nothing was changed",
    released: `Released, ${words?.undone}`,
  };
  return openNow.length > 0
    ? `OPEN NOW, more open than before: ${openNow.join(", ")}. ${texts[outcome]}`
    : texts[outcome];
}

/** The channel that a partial containment leaves open: the reason begins with it. */
export function openChannel({ outcome, reason }: Pick<Decision, "outcome" | "reason">): string | undefined {
  return outcome === "partial" ? reason.split("; ")[0] : undefined;
}
