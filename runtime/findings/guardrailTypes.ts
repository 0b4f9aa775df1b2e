import { typesOf } from "./typesOf";

/**
 * GuardDuty's types about a principal that switched a guardrail off
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html). It may be a deployment.
 */
export const guardrailTypes = [
  ...typesOf("Stealth:IAMUser", ["CloudTrailLoggingDisabled"]),
  ...typesOf("Policy:S3", ["AccountBlockPublicAccessDisabled", "BucketBlockPublicAccessDisabled"]),
];
