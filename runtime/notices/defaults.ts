/**
 * Finding types that people are notified of at any severity, unless the settings say otherwise: disabled safeguards, use of
 * the root user, and newly opened access. GuardDuty rates most of them 2, as they are not attacks by themselves; attackers
 * often begin with them
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html).
 */
export const alwaysNotify = [
  "CredentialAccess:RDS/*Successful*",
  "DefenseEvasion:IAMUser/BedrockLoggingDisabled",
  "DefenseImpairment:*",
  "GuardDuty:ObjectScan/THREATS_FOUND",
  "*:Kubernetes/SuccessfulAnonymousAccess",
  "Policy:IAMUser/*",
  "Policy:Kubernetes/*",
  "Policy:S3/*",
  "Stealth:*",
  "Config:Rule/CLOUD_TRAIL_ENABLED",
  "Config:Rule/S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS*",
  "SecurityHub:Control/CloudTrail.1",
  "SecurityHub:Control/CloudTrail.3",
  "SecurityHub:Control/S3.1",
];

/** Default maximum of notices of one lane about one account in a clock hour. */
export const defaultNoticesPerHour = 20;

/** Default interval of reminders of a pause, in hours. */
export const defaultPauseReminderHours = 4;
