/**
 * Finding types that people are notified of whatever their severity, unless the settings say otherwise: safeguards that
 * were switched off, use of the root user, and doors that were opened. GuardDuty gives most of them 2, as it sees no attack
 * in them; an attacker does just that first
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

/** How many notices of one lane about one account are sent within a clock hour, unless the settings say otherwise. */
export const defaultNoticesPerHour = 20;

/** After how many hours people are reminded of a pause, unless the settings say otherwise. */
export const defaultPauseReminderHours = 4;
