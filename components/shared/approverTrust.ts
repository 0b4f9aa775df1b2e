import { names } from "./names";
import { policy } from "./policies";

/** The quota "Role trust policy length": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxTrustLength = 2048;

/** The principals that may assume the role which grants exceptions. */
export interface ApproverTrustArgs {
  organizationId: string;
  /** ARN patterns of roles and users. */
  approvers: string[];
}

/**
 * The trust policy, with the patterns as a condition, because `Principal` accepts no patterns. `Principal` has the
 * accounts of the patterns.
 */
export function approverTrust({ organizationId, approvers }: ApproverTrustArgs): string {
  const accounts = [...new Set(approvers.map((arn) => arn.split(":").slice(0, 5).join(":")))];
  return policy({
    Sid: "Approvers",
    Effect: "Allow",
    Principal: { AWS: accounts.map((account) => `${account}:root`) },
    Action: "sts:AssumeRole",
    Condition: {
      ArnLike: { "aws:PrincipalArn": approvers },
      StringEquals: { "aws:PrincipalOrgID": organizationId },
    },
  });
}

/** The problem with too many approvers, if there is one. IAM does not count white space. */
export function tooManyApprovers(args: ApproverTrustArgs): string[] {
  const length = approverTrust(args).length;
  if (length <= maxTrustLength) return [];
  return [
    `approvers has ${args.approvers.length} ARNs: the trust policy of ${names.exceptionApprover} would have ${length} characters, but AWS accepts ${maxTrustLength} (the quota "Role trust policy length"). Let several of them share a role or permission set, or replace the different parts of their names by *`,
  ];
}
