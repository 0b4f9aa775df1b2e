import type {
  Approval,
  Containment,
  Decision,
  Exemption,
  GrantedException,
  Pause,
} from "../../runtime/model/journalItems";

/** All data of a report, read from the journal before the page is written. Times are ISO 8601 in UTC. */
export interface ReportData {
  generatedAt: string;
  /** The time range of the decisions. All other items are as of `generatedAt`. */
  range: { since: string; until: string };
  installation: { securityAccountId: string; homeRegion: string; partition: string };
  decisions: Decision[];
  /** The decisions of the time range of the same length before. */
  before: Decision[];
  /** The containments that decisions name, and all current ones. */
  containments: Containment[];
  approvals: Approval[];
  exemptions: Exemption[];
  exceptions: GrantedException[];
  /** The current pause of all responses. */
  pause?: Pause;
  /** What the accounts are called in the organization, as far as it is known. */
  accountNames: Record<string, string>;
}
