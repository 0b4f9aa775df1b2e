import { sourceOf } from "../findings/sources";
import { matchesWildcard } from "../lib/wildcard";
import type { Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";

/** Outcomes that mean the same to people who were already notified. */
const sameNews: Outcome[] = ["contained", "already-contained"];

/** From this severity on, people are notified of findings even if no response acts on them. */
export const severe = 7;

/** What decides whether people are notified. */
export type Judged = Pick<Decision, "outcome" | "about" | "by" | "needsPerson" | "openNow">;

/**
 * Whether people are notified of a decision, given the previous one about the same finding and target. If a person has to
 * act, the severity does not matter.
 *
 * @param always finding types, with `*` as wildcard, that people are notified of at any severity
 */
export function needsNotice(decision: Judged, previous: Judged | undefined, always: string[] = []): boolean {
  const { outcome, about, by, openNow = [] } = decision;
  // A containment that is undone repeatedly is news each time.
  if (by || openNow.length > 0 || outcome === "recontained") return true;
  // Config reports a fault once; if it reports it again, the fault had been fixed in between.
  const again = about && sourceOf(about)?.repeatsFaults && previous?.about && about.lastSeen > previous.about.lastSeen;
  // What was not worth a notice before may be now: its severity rose, or a person has to act.
  if (previous && !again && isNews(previous, always) && isSame(previous.outcome, outcome)) return false;
  return isNews(decision, always);
}

const isSame = (before: Outcome, now: Outcome): boolean =>
  before === now || (sameNews.includes(now) && (before === "recontained" || sameNews.includes(before)));

function isNews({ outcome, about, needsPerson }: Judged, always: string[]): boolean {
  if (needsPerson || outcome !== "skipped" || (about?.severity ?? 0) >= severe) return true;
  return about !== undefined && isAlwaysNotified(about.type, always);
}

/** Whether people are notified of a finding type at any severity. */
export const isAlwaysNotified = (type: string, always: string[]): boolean =>
  always.some((pattern) => matchesWildcard(pattern, type));
