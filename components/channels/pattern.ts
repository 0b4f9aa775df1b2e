import { decisionDetailType, decisionSource } from "../../runtime/notices/decisionEvent";
import type { Stage } from "./channel";

/** Which decisions a channel gets. */
export interface Filter {
  outcomes?: string[] | undefined;
  severities?: string[] | undefined;
  accounts?: string[] | undefined;
  /** Whether also those of which people are not notified. */
  all: boolean;
  /** Whether also those of rehearsals. */
  rehearsals: boolean;
}

/**
 * The event pattern of a channel's message. A decision whose severity or account is not known passes, so that a filter never hides
 * the end of an incident.
 */
export function channelPattern(filter: Filter, stages?: Stage[]): string {
  const { outcomes, severities, accounts, all, rehearsals } = filter;
  return JSON.stringify({
    source: [decisionSource],
    "detail-type": [decisionDetailType],
    detail: {
      version: ["1"],
      ...(!all && { notice: [true] }),
      ...(!rehearsals && { rehearsal: [false] }),
      ...(stages && { incident: { stage: stages } }),
      // What goes on or ends does so whatever its outcome is.
      ...(outcomes && (!stages || stages.includes("open")) && { outcome: outcomes }),
      ...(severities && { severity: { band: [...severities, "unknown"] } }),
      ...(accounts && { account: [...accounts, "unknown"] }),
    },
  });
}
