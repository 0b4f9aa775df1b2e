import { ruleOf } from "./config/ruleResources";
import { whyNotified } from "./notifiedTypes";

/**
 * Managed AWS Config rules about groups, buckets, volumes and databases that are not about public access: nothing is contained
 * for them, and people have other tools to work on them
 * (https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html).
 */
const otherMatters = [
  // Groups
  "EC2_SECURITY_GROUP_ATTACHED_TO_ENI",
  "EC2_SECURITY_GROUP_ATTACHED_TO_ENI_PERIODIC",
  "EC2_SECURITY_GROUP_TAGGED",
  "VPC_DEFAULT_SECURITY_GROUP_CLOSED",
  // Buckets
  "S3_BUCKET_ACL_PROHIBITED",
  "S3_BUCKET_CROSS_REGION_REPLICATION_ENABLED",
  "S3_BUCKET_DEFAULT_LOCK_ENABLED",
  "S3_BUCKET_LOGGING_ENABLED",
  "S3_BUCKET_MFA_DELETE_ENABLED",
  "S3_BUCKET_REPLICATION_ENABLED",
  "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED",
  "S3_BUCKET_SSL_REQUESTS_ONLY",
  "S3_BUCKET_TAGGED",
  "S3_BUCKET_VERSIONING_ENABLED",
  "S3_DEFAULT_ENCRYPTION_KMS",
  "S3_EVENT_NOTIFICATIONS_ENABLED",
  "S3_LAST_BACKUP_RECOVERY_POINT_CREATED",
  "S3_LIFECYCLE_POLICY_CHECK",
  "S3_MEETS_RESTORE_TIME_TARGET",
  "S3_RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT",
  "S3_RESOURCES_PROTECTED_BY_BACKUP_PLAN",
  "S3_VERSION_LIFECYCLE_POLICY_CHECK",
  // Volumes
  "EBS_IN_BACKUP_PLAN",
  "EBS_LAST_BACKUP_RECOVERY_POINT_CREATED",
  "EBS_MEETS_RESTORE_TIME_TARGET",
  "EBS_RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT",
  "EBS_RESOURCES_PROTECTED_BY_BACKUP_PLAN",
  "EC2_VOLUME_INUSE_CHECK",
  // Databases
  "RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED",
  "RDS_DB_INSTANCE_BACKUP_ENABLED",
  "RDS_ENHANCED_MONITORING_ENABLED",
  "RDS_INSTANCE_DEFAULT_ADMIN_CHECK",
  "RDS_INSTANCE_DELETION_PROTECTION_ENABLED",
  "RDS_INSTANCE_IAM_AUTHENTICATION_ENABLED",
  "RDS_IN_BACKUP_PLAN",
  "RDS_LAST_BACKUP_RECOVERY_POINT_CREATED",
  "RDS_LOGGING_ENABLED",
  "RDS_MULTI_AZ_SUPPORT",
  "RDS_RESOURCES_PROTECTED_BY_BACKUP_PLAN",
  // Any
  "REQUIRED_TAGS",
];

/** Whether a finding comes from a known rule that neither responses nor notices act on. */
export function isAboutOtherMatters(type: string): boolean {
  const rule = ruleOf(type);
  return rule !== undefined && otherMatters.includes(rule);
}

/**
 * Whether a finding type is known. An unknown one is a rule, a control or a type that is newer than this version or that a
 * customer created: people are notified of those once a day, with their count.
 *
 * @param answered the types that any response or notice acts on, config included
 */
export function isKnownType(type: string, answered: string[]): boolean {
  return answered.includes(type) || whyNotified(type) !== undefined || isAboutOtherMatters(type);
}
