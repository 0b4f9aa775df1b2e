import type { Finding } from "../model/finding";
import type { Approval } from "../model/journalItems";

/** Whether nobody may approve it any more, or carry out what was approved. */
export const hasExpired = ({ expiresAt }: Pick<Approval, "expiresAt">, now: Date): boolean =>
  expiresAt <= now.toISOString();

/** Why an approval is not asked for again; new activity is another question. */
export function whyOver(approval: Approval, finding: Pick<Finding, "lastSeen">, now: Date): string | undefined {
  const { status, decidedAt, by, why, expiresAt } = approval;
  const newsSince = (time: string) => Date.parse(finding.lastSeen) > Date.parse(time);
  if (status === "declined" && !newsSince(decidedAt!)) {
    return `${by} declined it at ${decidedAt}: ${why}; it has not been seen since`;
  }
  const expired = status === "expired" || (status === "waiting" && hasExpired(approval, now));
  if (expired && !newsSince(expiresAt)) return `${expiredWords(approval)}; it has not been seen since`;
  return undefined;
}

/** What is said of a request that nobody answered in time. */
export const expiredWords = ({ expiresAt }: Pick<Approval, "expiresAt">) =>
  `nobody approved it by ${expiresAt}: the request expired and nothing was changed`;
