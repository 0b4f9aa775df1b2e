import { typesOf } from "../../findings/typesOf";

const blockDisabled = "Policy:S3/BucketBlockPublicAccessDisabled";

/**
 * The types that report a public bucket, or a principal's use of a bucket, which is then blocked only if it is public:
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-s3.html,
 * https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html
 */
export const findingTypes = [
  ...typesOf("Policy:S3", ["BucketAnonymousAccessGranted", "BucketPublicAccessGranted"]),
  blockDisabled,
  ...typesOf("Config:Rule", [
    "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
    "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    "S3_BUCKET_PUBLIC_WRITE_PROHIBITED",
  ]),
  // CloudTrail.6 is about a bucket too, that of the trail:
  // https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html
  ...typesOf("SecurityHub:Control", ["CloudTrail.6", "S3.2", "S3.3", "S3.8"]),
  ...typesOf("Discovery:S3", ["MaliciousIPCaller", "MaliciousIPCaller.Custom"]),
  ...typesOf("Exfiltration:S3", ["AnomalousBehavior", "MaliciousIPCaller"]),
  ...typesOf("Impact:S3", ["AnomalousBehavior.Delete", "AnomalousBehavior.Permission", "MaliciousIPCaller"]),
  ...typesOf("UnauthorizedAccess:S3", ["MaliciousIPCaller.Custom", "TorIPCaller"]),
  ...typesOf("AttackSequence:EC2", ["CompromisedInstanceGroup"]),
  ...typesOf("AttackSequence:IAM", ["CompromisedCredentials"]),
  ...typesOf("AttackSequence:S3", ["CompromisedData"]),
];

/**
 * Whether a finding is about what a principal did with a bucket, not about the bucket's openness: all GuardDuty types for S3
 * except Policy and Stealth, including those that config adds. Who switched the block of a bucket off may have had a reason: what
 * is not public stays as it is.
 */
export function isAboutPrincipal(type: string): boolean {
  const [family, rest] = type.split(":");
  if (family === "AttackSequence" || type === blockDisabled) return true;
  return (rest ?? "").startsWith("S3/") && family !== "Policy" && family !== "Stealth";
}
