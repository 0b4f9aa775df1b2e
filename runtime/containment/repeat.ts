import type { Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";

/** Outcomes whose calls are only a plan. */
const planned: Outcome[] = ["observed", "awaiting-approval"];

/**
 * Whether a decision repeats the previous one about the same event: the message was delivered again after another of its
 * targets failed, or the event came twice. An update of the finding has a later time and is not a repeat, and neither is a run that
 * noted further evidence.
 *
 * @param previous the newest decision of the response about the finding and the target
 */
export function isRepeat(previous: Decision | undefined, decision: Decision): boolean {
  if (!previous || decision.by || decision.notice === "pending" || decision.undone) return false;
  // The previous run died before the notice was sent: the finding's source may not have its report yet.
  if (previous.notice === "pending") return false;
  if (decision.calls.length > 0 && !planned.includes(decision.outcome)) return false;
  if (decision.evidence.some(({ kind, id }) => !previous.evidence.some((item) => item.kind === kind && item.id === id)))
    return false;
  if (eventOf(previous) !== eventOf(decision) || previous.approval !== decision.approval) return false;
  if (decision.outcome === "already-contained") return ["contained", "already-contained"].includes(previous.outcome);
  return previous.outcome === decision.outcome && previous.reason === decision.reason;
}

/** Identifies an event of a finding. The id of an event that was not understood is derived from its fault. */
const eventOf = ({ finding, about }: Decision) => JSON.stringify([finding, about?.lastSeen, about?.sentAt]);
