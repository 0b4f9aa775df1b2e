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

/**
 * A GuardDuty finding about a principal that stopped a trail, which it names by its ARN
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_AwsApiCallAction.html).
 */
export function guardDutyTrail(
  parts: Pick<FindingParts, "account" | "region" | "partition">,
  actor: Actor,
  trailArn: string,
): Record<string, any> {
  const finding = guardDutyPrincipal(parts, actor, "Stealth:IAMUser/CloudTrailLoggingDisabled");
  const awsApiCallAction = {
    api: "StopLogging",
    serviceName: "cloudtrail.amazonaws.com",
    callerType: "Remote IP",
    affectedResources: { "AWS::CloudTrail::Trail": trailArn },
  };
  const action = { actionType: "AWS_API_CALL", awsApiCallAction };
  return {
    ...finding,
    service: { ...finding["service"], action },
    title: `AWS CloudTrail trail ${trailArn} was disabled.`,
  };
}

/**
 * A GuardDuty finding about a function
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-summary.html#guardduty_finding-lambda-details).
 */
export function guardDutyFunction(
  parts: Pick<FindingParts, "account" | "region" | "partition" | "severity">,
  named: { functionName: string; role?: string },
  type = "Backdoor:Lambda/C&CActivity.B",
): Record<string, any> {
  const { account, region, partition = "aws" } = parts;
  const { functionName, role } = named;
  return {
    ...guardDutyFinding({ ...parts, type, resourceType: "Lambda" }),
    resource: {
      resourceType: "Lambda",
      lambdaDetails: {
        functionArn: `arn:${partition}:lambda:${region}:${account}:function:${functionName}`,
        functionName,
        functionVersion: "$LATEST",
        ...(role && { role }),
        revisionId: "00000000-0000-4000-8000-000000000000",
        lastModifiedAt: new Date().toISOString(),
        tags: [],
      },
    },
    title: `Lambda function ${functionName} is communicating with a command and control server.`,
  };
}

/**
 * A GuardDuty finding about a task of ECS
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_EcsClusterDetails.html).
 */
export function guardDutyTask(
  parts: Pick<FindingParts, "account" | "region" | "partition" | "severity">,
  { taskArn, definition }: { taskArn: string; definition: string },
  type = "CryptoCurrency:Runtime/BitcoinTool.B",
): Record<string, any> {
  const [cluster, id] = taskArn.split("/").slice(1);
  return {
    ...guardDutyFinding({ ...parts, type, resourceType: "ECSCluster" }),
    resource: {
      resourceType: "ECSCluster",
      ecsClusterDetails: {
        ...clusterDetails("ecs", parts, cluster!),
        taskDetails: {
          arn: taskArn,
          definitionArn: definition,
          launchType: "FARGATE",
          startedAt: new Date().toISOString(),
        },
      },
    },
    title: `Task ${id} is communicating with an address that has to do with Bitcoin.`,
  };
}

/** What findings say of a cluster of either service. */
export const clusterDetails = (
  service: "ecs" | "eks",
  { account, region, partition = "aws" }: Pick<FindingParts, "account" | "region" | "partition">,
  name: string,
) => ({ name, arn: `arn:${partition}:${service}:${region}:${account}:cluster/${name}`, status: "ACTIVE" });

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
