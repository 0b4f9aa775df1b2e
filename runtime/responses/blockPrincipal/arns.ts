import type { Target } from "../../model/target";
import type { Lever, PrincipalState } from "./state";

type Account = Pick<Target, "partition" | "accountId">;

/** AWS's policy that denies everything: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html */
export function denyAllArn({ partition }: Pick<Account, "partition">): string {
  return `arn:${partition}:iam::aws:policy/AWSDenyAll`;
}

/** The path of all policies that this response creates for one role. */
export function rolePath(role: string): string {
  return `/firebreak/${role}/`;
}

/**
 * The path of the policies of one lever. A permissions boundary must allow what it does not deny, and must never be attached; so
 * the two levers have separate paths, and the permission to attach covers only one of them.
 */
export function leverPath(role: string, lever: Lever): string {
  return `${rolePath(role)}${lever}/`;
}

/** The ARN of a policy of this response, known before the policy exists. */
export function ownArn(
  { partition, accountId, name }: Account & { name: string },
  lever: Lever,
  policy: string,
): string {
  return `arn:${partition}:iam::${accountId}:policy${leverPath(name, lever)}${policy}`;
}

/** The lever of one of our policies for this role, by its path; undefined for other policies. */
export function leverOf(state: Account & Pick<PrincipalState, "name">, arn: string): Lever | undefined {
  return (["bound", "deny"] as const).find((lever) => arn.startsWith(ownArn(state, lever, "")));
}

/** The boundary that the first version of this response set; it is replaced like one of ours, and removed by a release. */
export function formerArn({ partition, accountId, name }: Account & { name: string }): string {
  return `arn:${partition}:iam::${accountId}:policy/firebreak/${name}-quarantine`;
}
