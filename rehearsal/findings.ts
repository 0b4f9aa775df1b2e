import { randomUUID } from "node:crypto";

/** The variable parts of a GuardDuty finding about an instance. */
export interface FindingParts {
  account: string;
  region: string;
  partition?: string;
  type?: string;
  severity?: number;
  instanceId?: string;
  id?: string;
  sample?: boolean;
  resourceType?: string;
}

/**
 * The detail of a GuardDuty event about an instance, shaped as the service sends it
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html).
 */
export function guardDutyFinding(parts: FindingParts): Record<string, any> {
  const {
    account,
    region,
    partition = "aws",
    type = "Backdoor:EC2/C&CActivity.B",
    severity = 8,
    resourceType = "Instance",
  } = parts;
  const id = parts.id ?? randomUUID().replaceAll("-", "");
  const now = new Date().toISOString();
  return {
    schemaVersion: "2.0",
    accountId: account,
    region,
    partition,
    id,
    arn: `arn:${partition}:guardduty:${region}:${account}:detector/d1/finding/${id}`,
    type,
    resource: {
      resourceType,
      ...(parts.instanceId && {
        instanceDetails: { instanceId: parts.instanceId, instanceType: "t3.micro", availabilityZone: `${region}a` },
      }),
    },
    service: {
      serviceName: "guardduty",
      detectorId: "d1",
      action: {
        actionType: "DNS_REQUEST",
        dnsRequestAction: { domain: "c2.example", protocol: "UDP", blocked: false },
      },
      resourceRole: "TARGET",
      additionalInfo: parts.sample ? { value: "{}", type: "default", sample: true } : { value: "{}", type: "default" },
      eventFirstSeen: now,
      eventLastSeen: now,
      archived: false,
      count: 1,
    },
    severity,
    createdAt: now,
    updatedAt: now,
    title: `The EC2 instance ${parts.instanceId ?? "(none)"} is querying a domain name of a command and control server.`,
    description: "A finding of a rehearsal.",
  };
}

/** The actor of a finding, as in GuardDuty's accessKeyDetails. */
export interface Actor {
  userType: string;
  userName: string;
  principalId: string;
  accessKeyId: string;
}

/** A GuardDuty finding about a principal. */
export function guardDutyPrincipal(
  parts: Pick<FindingParts, "account" | "region" | "partition">,
  accessKeyDetails: Actor,
  type = "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
): Record<string, any> {
  return {
    ...guardDutyFinding({ ...parts, type, severity: 5, resourceType: "AccessKey" }),
    resource: { resourceType: "AccessKey", accessKeyDetails },
    title: `${accessKeyDetails.userName} called an API from a malicious address.`,
  };
}

/** An AWS Config evaluation of a resource. */
export interface Evaluated {
  account: string;
  region: string;
  partition: string;
  /** The rule's name in that account. */
  rule: string;
  resourceType: string;
  resourceId: string;
}

/**
 * The detail of the event with which AWS Config reports that a resource became non-compliant
 * (https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html).
 */
export function complianceChange(evaluated: Evaluated): Record<string, any> {
  const { account, region, partition, rule, resourceType, resourceId } = evaluated;
  const now = new Date().toISOString();
  const evaluationResultQualifier = { configRuleName: rule, resourceType, resourceId };
  return {
    recordVersion: "1.0",
    messageType: "ComplianceChangeNotification",
    awsAccountId: account,
    awsRegion: region,
    configRuleName: rule,
    configRuleARN: `arn:${partition}:config:${region}:${account}:config-rule/config-rule-rehearsal`,
    resourceType,
    resourceId,
    newEvaluationResult: {
      complianceType: "NON_COMPLIANT",
      resultRecordedTime: now,
      configRuleInvokedTime: now,
      evaluationResultIdentifier: { evaluationResultQualifier, orderingTimestamp: now },
    },
    notificationCreationTime: now,
  };
}
