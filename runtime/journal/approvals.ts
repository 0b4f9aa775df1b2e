import { createHash } from "node:crypto";
import type { Approval } from "../model/journalItems";

/** The requests that wait for a person, and those that ended. */
export interface Approvals {
  /** The approval; undefined if there is none. */
  getApproval(id: string): Promise<Approval | undefined>;
  /**
   * Writes an approval in place of the one that was read.
   *
   * @param known the approval as it was read; undefined if there was none
   * @returns the approval as written; undefined if it was changed in the meantime
   */
  putApproval(approval: Approval, known: Approval | undefined): Promise<Approval | undefined>;
  /** Every approval of a response that is waiting, or approved but not used. */
  openApprovals(response: string): Promise<Approval[]>;
  /** Every approval, however it ended. */
  allApprovals(): Promise<Approval[]>;
}

/** The id of the approval that one finding needs for one containment. */
export function approvalId(containment: string, finding: string): string {
  return createHash("sha256").update(`${containment} ${finding}`).digest("hex").slice(0, 16);
}
