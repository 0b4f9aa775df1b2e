/** Medium: a configuration fault is not an observed attack. */
const otherwise = 5;

/**
 * AWS Config has no severities. These are those of Security Hub's controls on the same managed rules, so that a fault has the same
 * severity from both sources: critical is 9, high is 7
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html, the page of each service).
 */
const severities: [severity: number, rules: string[]][] = [
  [
    9,
    [
      "CODEBUILD_PROJECT_ENVVAR_AWSCRED_CHECK",
      "DMS_REPLICATION_NOT_PUBLIC",
      "DOCDB_CLUSTER_SNAPSHOT_PUBLIC_PROHIBITED",
      "EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK",
      "ELASTICSEARCH_IN_VPC_ONLY",
      "EMR_BLOCK_PUBLIC_ACCESS",
      "IAM_ROOT_ACCESS_KEY_CHECK",
      "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED",
      "NEPTUNE_CLUSTER_SNAPSHOT_PUBLIC_PROHIBITED",
      "OPENSEARCH_IN_VPC_ONLY",
      "RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
      "RDS_SNAPSHOTS_PUBLIC_PROHIBITED",
      "REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK",
      "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED",
      "ROOT_ACCOUNT_MFA_ENABLED",
      "S3_BUCKET_PUBLIC_READ_PROHIBITED",
      "S3_BUCKET_PUBLIC_WRITE_PROHIBITED",
      "SSM_DOCUMENT_NOT_PUBLIC",
    ],
  ],
  [
    7,
    [
      "CLOUD_TRAIL_ENABLED",
      "EBS_SNAPSHOT_BLOCK_PUBLIC_ACCESS",
      "EC2_INSTANCE_NO_PUBLIC_IP",
      "EKS_ENDPOINT_NO_PUBLIC_ACCESS",
      "GUARDDUTY_ENABLED_CENTRALIZED",
      "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
      "INCOMING_SSH_DISABLED",
      "MULTI_REGION_CLOUD_TRAIL_ENABLED",
      "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
      "SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS",
      "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS",
    ],
  ],
];

/** The severity of an AWS Config rule's findings, 1 to 10; `rule` as `canonicalRule` names it. */
export function configSeverity(rule: string): number {
  return severities.find(([, rules]) => rules.includes(rule))?.[0] ?? otherwise;
}
