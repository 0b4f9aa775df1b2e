import type { Decision } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";
import type { AccountText } from "../accountNames";
import { safe } from "./print";
import type { Style } from "./style";
import type { Cell } from "./table";
import { shortTime } from "./time";

/** The columns of decisions. */
export const decisionHead = [
  "WHEN (UTC)",
  "SEVERITY",
  "OUTCOME",
  "RESOURCE",
  "ACCOUNT",
  "REGION",
  "RESPONSE",
  "TYPE",
  "SHOW",
];

/** A decision as a row. */
export function decisionRow(style: Style, accountText: AccountText, decision: Decision): Cell[] {
  const { at, outcome, response, target, about } = decision;
  const account = target?.accountId ?? about?.accountId;
  return [
    shortTime(at),
    style.severityCell(about?.severity),
    style.outcomeCell(outcome),
    safe(target?.id ?? ""),
    account ? accountText(account) : "",
    safe(target?.region ?? about?.region ?? ""),
    safe(response),
    safe(about?.type ?? ""),
    safe(idToShow(decision)),
  ];
}

/**
 * The id by which to show a decision, and to act on it: the approval request that it waits for, the containment if there is
 * one, or else the finding.
 */
export function idToShow({ outcome, approval, containment, finding }: Decision): string {
  if (approval && outcome === "awaiting-approval") return approval;
  return containment && leavesContainment.includes(outcome) ? containment : finding;
}

/** The outcomes after which there is a containment. */
const leavesContainment: Outcome[] = [
  "contained",
  "already-contained",
  "recontained",
  "partial",
  "failed",
  "started",
  "released",
];
