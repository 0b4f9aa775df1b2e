import type { Decision } from "../journal/items";
import type { Outcome } from "../outcome";
import type { NoticeContent } from "./content";

/** A message to people. */
export interface Notice {
  /** At most 100 ASCII characters, as SNS demands: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  subject: string;
  text: string;
  /** For subscription filters. */
  attributes: Record<string, string>;
}

/** Outcomes that mean the same to somebody who was told already. */
const sameNews: Outcome[] = ["contained", "already-contained"];

/** Findings from this severity on are told even if nobody acts on them. */
const severe = 7;

/** What decides whether people are notified. */
type Judged = Pick<Decision, "outcome" | "about" | "by" | "needsPerson">;

/**
 * Whether people are notified of a decision, given the one before about the same finding and target. Where a person has to
 * act, the severity does not matter.
 */
export function needsNotice(decision: Judged, previous: Judged | undefined): boolean {
  const { outcome, about, by } = decision;
  if (by) return true;
  // Config tells a fault once; if it tells it again, it had been mended meanwhile.
  const again = about?.source === "config" && previous?.about && about.lastSeen > previous.about.lastSeen;
  if (
    previous &&
    !again &&
    // What was not worth a notice before may be now: its severity has grown, or a person has to act.
    isNews(previous) &&
    (previous.outcome === outcome || [previous.outcome, outcome].every((item) => sameNews.includes(item)))
  ) {
    return false;
  }
  return isNews(decision);
}

function isNews({ outcome, about, needsPerson }: Judged): boolean {
  return needsPerson === true || outcome !== "skipped" || (about?.severity ?? 0) >= severe;
}

/** The notice of a decision as plain text. */
export function noticeOf(content: NoticeContent): Notice {
  const { decision, headline, where, place, facts, sections, next, origin } = content;
  const { outcome, response, about } = decision;
  const lines = [
    `${headline}: ${where}${place ? ` in account ${place.account}, ${place.region}` : ""}.`,
    "",
    ...facts.map((fact) => `${fact.name}: ${fact.text}`),
    ...sections.flatMap(({ title, items }) => list(title, items)),
    ...list(
      "Next",
      next.map((step) => step.text),
    ),
    "",
    origin,
  ];
  return {
    subject: ascii(`[Firebreak] ${outcome}: ${where}${place ? ` (${place.account})` : ""}`),
    text: lines.join("\n"),
    attributes: {
      outcome,
      response,
      ...(place && { account: place.account }),
      ...(about && { severity: String(about.severity) }),
    },
  };
}

function list(title: string, items: string[]): string[] {
  return items.length > 0 ? ["", `${title}:`, ...items.map((item) => `- ${item}`)] : [];
}

function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 100);
}
