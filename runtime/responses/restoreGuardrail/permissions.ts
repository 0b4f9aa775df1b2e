import type { Permission } from "../../model/permission";

const trail = { resources: ["arn:{partition}:cloudtrail:{region}:{account}:trail/{target}"], targetKind: "trail" };
// An account has one of each in a Region, so a session needs no limit to the target, and its policy stays short.
const detector = {
  resources: ["arn:{partition}:guardduty:{region}:{account}:detector/*"],
  targetKind: "detector",
};
const recorder = {
  resources: ["arn:{partition}:config:{region}:{account}:configuration-recorder/*"],
  targetKind: "recorder",
};
const block = { resources: ["*"], targetKind: "account-public-access-block" };
const encryption = { resources: ["*"], targetKind: "ebs-encryption" };

const none = "AWS offers no resource-level permissions for these actions";
const history = "the event history of an account is no resource";

/** What the response and its release may call in the account of the guardrail. Only the release may switch one off. */
export const permissions: Permission[] = [
  {
    sid: "FindGuardrails",
    actions: ["cloudtrail:DescribeTrails", "guardduty:ListDetectors"],
    resources: ["*"],
    why: none,
    phase: "resolve",
  },
  {
    sid: "LookAtTrails",
    actions: ["cloudtrail:GetTrailStatus"],
    // A trail of another Region shows here too.
    resources: ["arn:{partition}:cloudtrail:*:{account}:trail/*"],
    phase: "resolve",
  },
  {
    sid: "LookAtDetectors",
    actions: ["guardduty:GetDetector"],
    resources: ["arn:{partition}:guardduty:{region}:{account}:detector/*"],
    phase: "resolve",
  },
  {
    sid: "LookAtRecorders",
    actions: ["config:DescribeConfigurationRecorderStatus", "config:DescribeConfigurationRecorders"],
    resources: ["arn:{partition}:config:{region}:{account}:configuration-recorder/*"],
    phase: "resolve",
  },
  {
    sid: "LookAtSettings",
    actions: ["cloudtrail:LookupEvents", "ec2:GetEbsEncryptionByDefault", "s3:GetAccountPublicAccessBlock"],
    resources: ["*"],
    why: none,
    phase: "resolve",
  },
  { sid: "ReadTrail", actions: ["cloudtrail:GetTrailStatus", "cloudtrail:ListTags"], ...trail },
  { sid: "StartTrail", actions: ["cloudtrail:StartLogging"], ...trail, phase: "contain" },
  { sid: "StopTrail", actions: ["cloudtrail:StopLogging"], ...trail, phase: "release" },
  // No condition key tells enabling from suspending.
  { sid: "UpdateDetector", actions: ["guardduty:GetDetector", "guardduty:UpdateDetector"], ...detector },
  {
    sid: "ReadRecorder",
    actions: [
      "config:DescribeConfigurationRecorderStatus",
      "config:DescribeConfigurationRecorders",
      "config:ListTagsForResource",
    ],
    ...recorder,
  },
  { sid: "StartRecorder", actions: ["config:StartConfigurationRecorder"], ...recorder, phase: "contain" },
  { sid: "StopRecorder", actions: ["config:StopConfigurationRecorder"], ...recorder, phase: "release" },
  // PutAccountPublicAccessBlock covers deleting: https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_DeletePublicAccessBlock.html
  {
    sid: "ChangeAccountBlock",
    actions: ["s3:GetAccountPublicAccessBlock", "s3:PutAccountPublicAccessBlock"],
    ...block,
    why: none,
  },
  { sid: "LookUpBlock", actions: ["cloudtrail:LookupEvents"], ...block, why: history, phase: "contain" },
  { sid: "ReadEncryption", actions: ["ec2:GetEbsEncryptionByDefault"], ...encryption, why: none },
  { sid: "LookUpEncryption", actions: ["cloudtrail:LookupEvents"], ...encryption, why: history, phase: "contain" },
  {
    sid: "EncryptByDefault",
    actions: ["ec2:EnableEbsEncryptionByDefault"],
    ...encryption,
    why: none,
    phase: "contain",
  },
  {
    sid: "StopEncrypting",
    actions: ["ec2:DisableEbsEncryptionByDefault"],
    ...encryption,
    why: none,
    phase: "release",
  },
];
