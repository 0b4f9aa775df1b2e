/**
 * The types of resources that a managed rule of AWS Config evaluates, as the page of each rule names them
 * (https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html). The rules are those that report
 * public access, missing encryption or a guardrail that is off. Account-wide rules evaluate AWS::::Account.
 */
const evaluated: Record<string, string[]> = {
  CLOUDTRAIL_SECURITY_TRAIL_ENABLED: ["AWS::::Account"],
  CLOUD_TRAIL_ENABLED: ["AWS::::Account"],
  DOCDB_CLUSTER_SNAPSHOT_PUBLIC_PROHIBITED: ["AWS::RDS::DBClusterSnapshot"],
  EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK: ["AWS::::Account"],
  EC2_EBS_ENCRYPTION_BY_DEFAULT: ["AWS::::Account"],
  EKS_ENDPOINT_NO_PUBLIC_ACCESS: ["AWS::EKS::Cluster"],
  ENCRYPTED_VOLUMES: ["AWS::EC2::Volume"],
  GUARDDUTY_ENABLED_CENTRALIZED: ["AWS::::Account"],
  INCOMING_SSH_DISABLED: ["AWS::EC2::SecurityGroup"],
  LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED: ["AWS::Lambda::Function"],
  MULTI_REGION_CLOUD_TRAIL_ENABLED: ["AWS::::Account"],
  NEPTUNE_CLUSTER_SNAPSHOT_PUBLIC_PROHIBITED: ["AWS::RDS::DBClusterSnapshot"],
  RDS_INSTANCE_PUBLIC_ACCESS_CHECK: ["AWS::RDS::DBInstance"],
  RDS_SNAPSHOTS_PUBLIC_PROHIBITED: ["AWS::RDS::DBClusterSnapshot", "AWS::RDS::DBSnapshot"],
  RDS_STORAGE_ENCRYPTED: ["AWS::RDS::DBInstance"],
  RESTRICTED_INCOMING_TRAFFIC: ["AWS::EC2::SecurityGroup"],
  S3_ACCESS_POINT_PUBLIC_ACCESS_BLOCKS: ["AWS::S3::AccessPoint"],
  S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS: ["AWS::S3::AccountPublicAccessBlock"],
  S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC: ["AWS::::Account"],
  S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED: ["AWS::S3::Bucket"],
  S3_BUCKET_PUBLIC_READ_PROHIBITED: ["AWS::S3::Bucket"],
  S3_BUCKET_PUBLIC_WRITE_PROHIBITED: ["AWS::S3::Bucket"],
  SECURITY_GROUP_OPEN_PROHIBITED: ["AWS::EC2::SecurityGroup"],
  SSM_DOCUMENT_NOT_PUBLIC: ["AWS::SSM::Document"],
  VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS: ["AWS::EC2::SecurityGroup"],
  VPC_SG_PORT_RESTRICTION_CHECK: ["AWS::EC2::SecurityGroup"],
};

const prefix = "Config:Rule/";

/** The rule of a finding type such as Config:Rule/ENCRYPTED_VOLUMES. */
export const ruleOf = (findingType: string): string | undefined =>
  findingType.startsWith(prefix) ? findingType.slice(prefix.length) : undefined;

/**
 * The resource types that the rules among these finding types evaluate.
 *
 * @param otherwise the types for a rule that is not in the table: one of a customer, or one that config has added
 */
export function evaluatedTypes(findingTypes: string[], otherwise: string[]): string[] {
  const rules = findingTypes.map(ruleOf).filter((rule) => rule !== undefined);
  return [...new Set(rules.flatMap((rule) => (Object.hasOwn(evaluated, rule) ? evaluated[rule]! : otherwise)))].sort();
}

/** Every type in the table: what may be open to the public, or not encrypted. */
export function exposedTypes(): string[] {
  return [...new Set(Object.values(evaluated).flat())].sort();
}
