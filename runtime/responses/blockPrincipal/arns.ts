import type { Target } from "../../model/target";
import type { Lever, PrincipalState } from "./state";

type Account = Pick<Target, "partition" | "accountId">;

/** AWS's policy that denies everything: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html */
export function denyAllArn({ partition }: Pick<Account, "partition">): string {
  return `arn:${partition}:iam::aws:policy/AWSDenyAll`;
}

/** The path of all policies that this response makes for one role. */
export function rolePath(role: string): string {
  return `/firebreak/${role}/`;
}

/**
 * The path of the policies of one lever. A policy that is a permissions boundary has to allow what it does not deny, and must
 * never be attached; so the two levers have paths of their own, and the right to attach names only one of them.
 */
export function leverPath(role: string, lever: Lever): string {
  return `${rolePath(role)}${lever}/`;
}

/** The ARN of a policy that this response makes, known before the policy is made. */
export function ownArn(
  { partition, accountId, name }: Account & { name: string },
  lever: Lever,
  policy: string,
): string {
  return `arn:${partition}:iam::${accountId}:policy${leverPath(name, lever)}${policy}`;
}

/** What kind of policy of ours for this role it is, told by its path; undefined if it is none of them. */
export function leverOf(state: Account & Pick<PrincipalState, "name">, arn: string): Lever | undefined {
  return (["bound", "deny"] as const).find((lever) => arn.startsWith(ownArn(state, lever, "")));
}

/** The boundary that the first version of this response set; it is replaced like one of ours, and taken away by a release. */
export function formerArn({ partition, accountId, name }: Account & { name: string }): string {
  return `arn:${partition}:iam::${accountId}:policy/firebreak/${name}-quarantine`;
}
