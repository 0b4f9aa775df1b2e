import type { Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";

/** Outcomes whose calls are a plan and not what was done. */
const planned: Outcome[] = ["observed", "awaiting-approval"];

/**
 * Whether a decision says again what was decided about the same event: a message that was delivered again after another of
 * its targets failed, or an event that came twice. An update of the finding has a later time and is answered again.
 *
 * @param previous the newest decision of the response about the finding and the target
 */
export function isRepeat(previous: Decision | undefined, decision: Decision): boolean {
  if (!previous || decision.by || decision.notice === "pending" || decision.undone) return false;
  // The run before died before everybody knew: the finding's source may still wait for its answer.
  if (previous.notice === "pending") return false;
  if (decision.calls.length > 0 && !planned.includes(decision.outcome)) return false;
  if (eventOf(previous) !== eventOf(decision) || previous.approval !== decision.approval) return false;
  if (decision.outcome === "already-contained") return ["contained", "already-contained"].includes(previous.outcome);
  return previous.outcome === decision.outcome && previous.reason === decision.reason;
}

/** What tells one event of a finding from the next. An event that was not understood has an id made of its fault. */
const eventOf = ({ finding, about }: Decision) => JSON.stringify([finding, about?.lastSeen, about?.sentAt]);
