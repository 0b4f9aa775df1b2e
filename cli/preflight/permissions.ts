/** Every permission that preflight needs. All are read-only, and none is limited to resources. */
export const preflightPermissions = [
  "config:DescribeConfigRules",
  "config:DescribeConfigurationRecorders",
  "config:DescribeConfigurationRecorderStatus",
  "config:DescribeDeliveryChannels",
  "ec2:DescribeRegions",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeVpcs",
  "events:ListRules",
  "guardduty:GetAdministratorAccount",
  "guardduty:GetDetector",
  "guardduty:ListDetectors",
  "iam:GetAccountSummary",
  "iam:GetPolicy",
  "iam:GetPolicyVersion",
  "iam:ListRoles",
  "iam:SimulateCustomPolicy",
  "iam:SimulatePrincipalPolicy",
  "kms:ListAliases",
  "lambda:GetAccountSettings",
  "lambda:GetFunctionConcurrency",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "organizations:DescribeOrganization",
  "organizations:ListAWSServiceAccessForOrganization",
  "organizations:ListDelegatedAdministrators",
  "securityhub:DescribeHub",
  "securityhub:GetAdministratorAccount",
  "securityhub:GetFindingAggregator",
  "securityhub:ListFindingAggregators",
  "servicequotas:GetAWSDefaultServiceQuota",
  "servicequotas:GetServiceQuota",
  "sns:GetTopicAttributes",
  "sqs:ListQueues",
  "ssm:DescribeParameters",
] as const;

export type PreflightPermission = (typeof preflightPermissions)[number];

/** The smallest policy for preflight; GetCallerIdentity needs no permission. */
export const preflightPolicy = (): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "LookBeforeDeployment", Effect: "Allow", Action: preflightPermissions, Resource: "*" }],
  });
