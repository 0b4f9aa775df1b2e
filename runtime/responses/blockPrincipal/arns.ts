import type { Target } from "../../target";

type Account = Pick<Target, "partition" | "accountId">;

/** The path of the policies that this response may make and use as permissions boundaries. */
export const quarantinePath = "/firebreak/";

/** AWS's policy that denies everything: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html */
export function denyAllArn({ partition }: Pick<Account, "partition">): string {
  return `arn:${partition}:iam::aws:policy/AWSDenyAll`;
}

/** The name of the policy that denies sessions of one role. Role names have at most 64 characters, policy names 128. */
export function quarantineName(role: string): string {
  return `${role}-quarantine`;
}

/** The ARN of the policy that denies sessions of one role; known before the policy is made. */
export function quarantineArn({ partition, accountId }: Account, role: string): string {
  return `arn:${partition}:iam::${accountId}:policy${quarantinePath}${quarantineName(role)}`;
}
