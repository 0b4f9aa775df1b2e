import type { Permission } from "../model/permission";
import { prefixListReads, ruleReads } from "../responses/confineSecurityGroup/permissions";

/**
 * What the evaluation of groups may call in the account of the rule
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html).
 */
export const permissions: Permission[] = [
  {
    sid: "Read",
    actions: [...ruleReads, "ec2:DescribeNetworkInterfaces"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for these Describe actions",
  },
  prefixListReads,
  {
    sid: "ReadResults",
    actions: ["config:GetComplianceDetailsByConfigRule"],
    resources: ["*"],
    why: "a rule's ARN has an id that AWS generates, so it could only be narrowed to all rules of the account",
  },
  {
    sid: "Report",
    actions: ["config:PutEvaluations"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for it: the result token identifies the rule",
  },
];

/** The policy of one session: the role's own in the Region of the rule only. */
export const sessionPolicyIn = (region: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { "aws:RequestedRegion": region } },
      },
    ],
  });
