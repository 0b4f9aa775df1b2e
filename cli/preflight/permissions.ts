/** Every permission that looking before a deployment takes. All of them only read, and none is limited to resources here. */
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

/** The smallest policy for looking before a deployment; GetCallerIdentity needs none. */
export const preflightPolicy = (): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "LookBeforeDeployment", Effect: "Allow", Action: preflightPermissions, Resource: "*" }],
  });
