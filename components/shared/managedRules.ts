/**
 * An AWS Config managed rule: https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
interface ManagedRule {
  description: string;
  resourceType: string;
  /** The name of the rule's parameter for a KMS key, if it has one. */
  keyParameter?: string;
}

/** The rules whose findings Firebreak handles, by their identifier, which is also their name. */
export const managedRules: Record<string, ManagedRule> = {
  S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED: {
    description: "Buckets have default encryption (S3 has enforced this since January 2023)",
    resourceType: "AWS::S3::Bucket",
  },
  S3_BUCKET_PUBLIC_READ_PROHIBITED: {
    description: "Buckets are not publicly readable",
    resourceType: "AWS::S3::Bucket",
  },
  S3_BUCKET_PUBLIC_WRITE_PROHIBITED: {
    description: "Buckets are not publicly writable",
    resourceType: "AWS::S3::Bucket",
  },
  ENCRYPTED_VOLUMES: {
    description: "Attached volumes are encrypted",
    resourceType: "AWS::EC2::Volume",
    keyParameter: "kmsId",
  },
  RDS_STORAGE_ENCRYPTED: {
    description: "Databases are encrypted",
    resourceType: "AWS::RDS::DBInstance",
    keyParameter: "kmsKeyId",
  },
  RDS_INSTANCE_PUBLIC_ACCESS_CHECK: {
    description: "Databases have no public address",
    resourceType: "AWS::RDS::DBInstance",
  },
  INCOMING_SSH_DISABLED: {
    description: "Security groups allow no public SSH access",
    resourceType: "AWS::EC2::SecurityGroup",
  },
  VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS: {
    description: "Security groups allow no public access on any port",
    resourceType: "AWS::EC2::SecurityGroup",
  },
};

/**
 * The resource types that AWS Config has to record for rules, in order; those of every rule that Firebreak knows if none is given.
 *
 * @param rules identifiers of managed rules, and the name of the custom rule
 */
export function recordedTypes(rules: string[]): string[] {
  const typeOf = (rule: string) => managedRules[rule]?.resourceType ?? openGroupType;
  const known = rules.length > 0 ? rules : Object.keys(managedRules);
  return [...new Set(known.map(typeOf))].sort();
}

/** The resource type of the custom rule. */
export const openGroupType = "AWS::EC2::SecurityGroup";
