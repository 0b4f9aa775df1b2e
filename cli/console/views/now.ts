import { pauseText } from "../../pauseText";
import { expiryCounts, expiryNeeds, needsAction } from "../../report/attention";
import { counted } from "../../report/words";
import type { May } from "../may";
import type { Snapshot } from "../snapshot";
import { type ApprovalView, approvalViews } from "./approvals";
import { type HeldView, heldViews } from "./held";
import { type IncidentRow, incidentRow } from "./incidents";

/** What needs a person, what is contained, and whether all is paused. */
export interface NowView {
  /** The incidents that need a person, the worst first; requests that wait are in `approvals`. */
  incidents: IncidentRow[];
  approvals: ApprovalView[];
  held: HeldView[];
  /** Ends of exceptions that need a look, in words. */
  exceptions: string[];
  /** The pause in a sentence. */
  pause?: string;
  may: { pause: boolean };
}

/** What needs the person now. */
export function nowView(snapshot: Snapshot, may: May, since: string): NowView {
  const { incidents, accountText, exemptions, exceptions, now, pause } = snapshot;
  const needing = incidents.filter(
    (incident) => incident.last >= since && needsAction(incident) && incident.outcome !== "awaiting-approval",
  );
  const ends = expiryNeeds(expiryCounts(exemptions, exceptions, now.toISOString())).filter(({ count }) => count > 0);
  return {
    incidents: worstFirst(needing.map((incident) => incidentRow(incident, accountText))),
    approvals: approvalViews(snapshot, may),
    held: heldViews(snapshot, may),
    exceptions: ends.map(({ count, words }) => counted(count, ...words)),
    ...(pause && { pause: pauseText(pause) }),
    may: { pause: may.pause },
  };
}

const worstFirst = (rows: IncidentRow[]): IncidentRow[] => [
  ...rows.filter(({ tone }) => tone === "bad"),
  ...rows.filter(({ tone }) => tone !== "bad"),
];
