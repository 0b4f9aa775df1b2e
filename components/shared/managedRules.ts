/** A managed rule of AWS Config: https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html */
interface ManagedRule {
  description: string;
  resourceType: string;
  /** The name of the rule's parameter for a KMS key, where it has one. */
  keyParameter?: string;
}

/** The rules whose findings are answered, by their identifier, which is their name too. */
export const managedRules: Record<string, ManagedRule> = {
  S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED: {
    description: "Buckets have default encryption (since January 2023 S3 sees to that itself)",
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
  INCOMING_SSH_DISABLED: {
    description: "Security groups do not let everybody in by SSH",
    resourceType: "AWS::EC2::SecurityGroup",
  },
  VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS: {
    description: "Security groups let everybody in on no port",
    resourceType: "AWS::EC2::SecurityGroup",
  },
};
