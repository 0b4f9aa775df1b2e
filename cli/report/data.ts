import type { Approval, Containment, Decision, Exemption, GrantedException } from "../../runtime/model/journalItems";

/** All that a report tells, read from the journal before the page is made. Times are ISO 8601 in UTC. */
export interface ReportData {
  generatedAt: string;
  /** What the decisions are from; the other items are as they are when the report is made. */
  range: { since: string; until: string };
  installation: { securityAccountId: string; homeRegion: string; partition: string };
  decisions: Decision[];
  /** Those that decisions name, and whatever is contained now. */
  containments: Containment[];
  approvals: Approval[];
  exemptions: Exemption[];
  exceptions: GrantedException[];
}
