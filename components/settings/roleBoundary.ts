import { z } from "zod";

const form = "the ARN of a managed policy such as arn:aws:iam::444455556666:policy/boundary";

/**
 * The schema of the boundary that an organization demands of every role
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html).
 */
export const boundarySchema = z
  .string(form)
  .regex(/^arn:[a-z-]+:iam::(\d{12}|aws):policy\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/, form)
  .optional();

/** What is wrong with a boundary in an account: IAM takes a policy of the role's own account, or one of AWS. */
export function boundaryProblem(
  boundary: string | undefined,
  accountId: string,
  partition: string,
): string | undefined {
  const [, its, , , owner] = boundary?.split(":") ?? [];
  if (boundary === undefined || (its === partition && (owner === accountId || owner === "aws"))) return undefined;
  return `permissionsBoundary is "${boundary}": it has to be a policy of account ${accountId}, or of AWS, in the partition ${partition}`;
}
