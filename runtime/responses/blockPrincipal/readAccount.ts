import type { IAM } from "@aws-sdk/client-iam";

/** The free quota of an account. */
export interface Room {
  attachedQuota: number;
  policyRoom: number;
}

/**
 * How many managed policies a role or user may have in this account, and how many more the account may have
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html); where it does not say, AWS's defaults
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
export async function readRoom(iam: IAM, kind: "role" | "user"): Promise<Room> {
  const { SummaryMap } = await iam.getAccountSummary({});
  const summary = (SummaryMap ?? {}) as Record<string, number>;
  const name = kind === "role" ? "AttachedPoliciesPerRoleQuota" : "AttachedPoliciesPerUserQuota";
  const quota = summary["PoliciesQuota"] ?? 1500;
  return {
    attachedQuota: summary[name] ?? (kind === "role" ? 20 : 10),
    policyRoom: quota - (summary["Policies"] ?? 0),
  };
}
