import type { Approval } from "../../runtime/model/journalItems";

/** The pending approval requests, those that expire first at the top. */
export function openApprovals(approvals: Approval[], now: string): Approval[] {
  return approvals
    .filter(({ status, expiresAt }) => status === "waiting" && Date.parse(expiresAt) > Date.parse(now))
    .sort((left, right) => Date.parse(left.expiresAt) - Date.parse(right.expiresAt));
}
