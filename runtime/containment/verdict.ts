import type { Call } from "../model/call";
import type { Containment, ContainmentStatus, Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";
import type { Response } from "../model/response";
import type { Verdict } from "../model/verdict";
import type { Reconciled } from "./reconcile";

/** Whether the last run proved the containment, completely or in part. */
export const isContained = ({ status }: Pick<Containment, "status">): boolean =>
  status === "contained" || status === "partial";

/** Planned calls as people and the journal see them. */
export const inWords = (calls: Call[]): Decision["calls"] =>
  calls.map(({ operation, reason }) => ({ operation, reason }));

/**
 * What the result of a loop proves. If an essential call is missing, the target is not contained, or only partly; what no call
 * can cut makes it partial.
 *
 * @param before whether it was contained before this run, which found nothing to do
 */
export function verdictOf(response: Response, settings: unknown, result: Reconciled<any>, before: boolean): Verdict {
  const { state, missing, problems, made } = result;
  const beyond = response.beyondReach(state, settings);
  const missed = missing.map((call) => `${call.operation} was not done: ${call.reason}`);
  const rest = [...missed, ...problems, ...beyond];
  const pending = missing.length > 0 && missing.every((call) => call.pending) && problems.length === 0;
  if (pending) {
    const reason = missing.map((call) => call.reason).join("; ");
    return { outcome: "started", reason, calls: inWords(made), remains: response.residualRisk(state, settings) };
  }
  const openNow = response.leftOpen?.(state) ?? [];
  const proven = "read back, nothing is missing";
  return {
    outcome: outcomeOf(response, result, rest, before),
    reason: rest.length > 0 ? rest.join("; ") : before ? `contained for an earlier finding; ${proven}` : proven,
    calls: inWords(made),
    remains: [...missed, ...response.residualRisk(state, settings)],
    ...(openNow.length > 0 && { openNow }),
  };
}

function outcomeOf(response: Response, { state, missing }: Reconciled<any>, rest: string[], before: boolean): Outcome {
  if (missing.some((call) => !call.secondary)) return response.isPartly?.(state) ? "partial" : "failed";
  if (rest.length > 0) return "partial";
  return before ? "already-contained" : "contained";
}

/** The status of a containment after an outcome. */
export function statusAfter(outcome: Outcome, { status }: Pick<Containment, "status">): ContainmentStatus {
  if (outcome === "already-contained") return status!;
  if (outcome === "recontained") return "contained";
  return outcome === "started" ? "containing" : (outcome as ContainmentStatus);
}
