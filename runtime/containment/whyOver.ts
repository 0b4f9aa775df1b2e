import type { Finding } from "../model/finding";
import type { Approval } from "../model/journalItems";

/** Whether it can no longer be approved or carried out. */
export const hasExpired = ({ expiresAt }: Pick<Approval, "expiresAt">, now: Date): boolean =>
  expiresAt <= now.toISOString();

/** Why approval is not requested again; new activity makes a new request. */
export function whyOver(approval: Approval, finding: Pick<Finding, "lastSeen">, now: Date): string | undefined {
  const { status, decidedAt, by, why, expiresAt } = approval;
  const newsSince = (time: string) => Date.parse(finding.lastSeen) > Date.parse(time);
  if (status === "declined" && !newsSince(decidedAt!)) {
    return `${by} declined it at ${decidedAt}: ${why}; the finding shows no activity since then`;
  }
  const expired = status === "expired" || (status === "waiting" && hasExpired(approval, now));
  if (expired && !newsSince(expiresAt)) return `${expiredWords(approval)}; the finding shows no activity since then`;
  return undefined;
}

/** The text about a request that was not approved in time. */
export const expiredWords = ({ expiresAt }: Pick<Approval, "expiresAt">) =>
  `the request expired at ${expiresAt} without an approval: nothing was changed`;
