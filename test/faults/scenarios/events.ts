import { member, place } from "../place";

const time = "2026-11-26T02:00:00Z";

/** An event of GuardDuty about this resource. */
export const guardDutyEvent = (finding: string, type: string, resource: object) => ({
  source: "aws.guardduty",
  "detail-type": "GuardDuty Finding",
  account: member,
  region: place.region,
  time: "2026-11-26T02:05:00Z",
  detail: {
    id: finding,
    type,
    title: "a finding of the suite",
    severity: 8,
    ...place,
    createdAt: time,
    updatedAt: time,
    resource,
    service: { eventFirstSeen: time, eventLastSeen: time },
  },
});

/** The AWS Config event of a non-compliant resource. */
export const configEvent = (rule: string, resourceType: string, resourceId: string) => ({
  version: "0",
  id: "5c0a2d3e",
  "detail-type": "Config Rules Compliance Change",
  source: "aws.config",
  account: member,
  time: "2026-11-26T02:05:00Z",
  region: place.region,
  resources: [],
  detail: {
    resourceId,
    awsRegion: place.region,
    awsAccountId: member,
    configRuleName: rule,
    recordVersion: "1.0",
    configRuleARN: `arn:aws:config:${place.region}:${member}:config-rule/config-rule-abc123`,
    messageType: "ComplianceChangeNotification",
    resourceType,
    newEvaluationResult: { complianceType: "NON_COMPLIANT", resultRecordedTime: time, annotation: "of the suite" },
  },
});
