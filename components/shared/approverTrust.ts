import { names } from "./names";
import { policy } from "./policies";

/** Of the quota "Role trust policy length": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const longestTrust = 2048;

/** Who may become the role that grants exceptions. */
export interface ApproverTrustArgs {
  organizationId: string;
  /** ARNs of roles and users, with `*` for anything. */
  approvers: string[];
}

/** By condition, as patterns are no principals; the accounts that are trusted are those of the patterns. */
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

/** What is wrong with as many approvers, as a sentence for the person who deploys. IAM does not count white space. */
export function tooManyApprovers(args: ApproverTrustArgs): string[] {
  const length = approverTrust(args).length;
  if (length <= longestTrust) return [];
  return [
    `approvers has ${args.approvers.length} ARNs: the trust policy of ${names.exceptionApprover} would have ${length} characters, and AWS takes ${longestTrust} (the quota "Role trust policy length"). Let several of them use one role or permission set, or write * for what their names do not share`,
  ];
}
