import type { IAM } from "@aws-sdk/client-iam";

/**
 * How many managed policies a role or user may have in this account
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html); where it does not say, AWS's default
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
export async function readAttachedQuota(iam: IAM, kind: "role" | "user"): Promise<number> {
  const { SummaryMap } = await iam.getAccountSummary({});
  const name = kind === "role" ? "AttachedPoliciesPerRoleQuota" : "AttachedPoliciesPerUserQuota";
  return (SummaryMap as Record<string, number> | undefined)?.[name] ?? (kind === "role" ? 20 : 10);
}
