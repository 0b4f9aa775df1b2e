import type { Approval, Containment, Decision, Exemption, GrantedException } from "../../runtime/model/journalItems";

/** All data of a report, read from the journal before the page is written. Times are ISO 8601 in UTC. */
export interface ReportData {
  generatedAt: string;
  /** The time range of the decisions. All other items are as of `generatedAt`. */
  range: { since: string; until: string };
  installation: { securityAccountId: string; homeRegion: string; partition: string };
  decisions: Decision[];
  /** The containments that decisions name, and all current ones. */
  containments: Containment[];
  approvals: Approval[];
  exemptions: Exemption[];
  exceptions: GrantedException[];
}
