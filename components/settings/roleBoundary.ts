import { z } from "zod";

const form = "the ARN of a managed policy such as arn:aws:iam::444455556666:policy/boundary";

/**
 * The schema of the boundary that an organization requires for every role
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html).
 */
export const boundarySchema = z
  .string(form)
  .regex(/^arn:[a-z-]+:iam::(\d{12}|aws):policy\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/, form)
  .optional();

/**
 * The problem with a boundary in an account: IAM accepts only a policy of the role's own account or an AWS managed
 * policy.
 */
export function boundaryProblem(
  boundary: string | undefined,
  accountId: string,
  partition: string,
): string | undefined {
  const [, its, , , owner] = boundary?.split(":") ?? [];
  if (boundary === undefined || (its === partition && (owner === accountId || owner === "aws"))) return undefined;
  return `permissionsBoundary is "${boundary}": it must be a policy of account ${accountId} or an AWS managed policy, in the partition ${partition}`;
}
