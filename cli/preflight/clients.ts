import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { ConfigService } from "@aws-sdk/client-config-service";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { GuardDuty } from "@aws-sdk/client-guardduty";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { Organizations } from "@aws-sdk/client-organizations";
import type { SecurityHub } from "@aws-sdk/client-securityhub";
import type { ServiceQuotas } from "@aws-sdk/client-service-quotas";
import type { SNS } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import type { SSM } from "@aws-sdk/client-ssm";

/** The calls of preflight in one Region, all of them read-only. */
export interface PreflightClients {
  config: Pick<
    ConfigService,
    | "describeConfigRules"
    | "describeConfigurationRecorders"
    | "describeConfigurationRecorderStatus"
    | "describeDeliveryChannels"
  >;
  ec2: Pick<EC2, "describeRegions" | "describeSecurityGroups" | "describeVpcs">;
  events: Pick<EventBridge, "listRules">;
  guardduty: Pick<GuardDuty, "getAdministratorAccount" | "getDetector" | "listDetectors">;
  iam: Pick<
    IAM,
    | "getAccountSummary"
    | "getPolicy"
    | "getPolicyVersion"
    | "listRoles"
    | "simulateCustomPolicy"
    | "simulatePrincipalPolicy"
  >;
  kms: Pick<KMS, "listAliases">;
  lambda: Pick<Lambda, "getAccountSettings" | "getFunctionConcurrency">;
  logs: Pick<CloudWatchLogs, "describeLogGroups" | "describeResourcePolicies">;
  organizations: Pick<
    Organizations,
    "describeOrganization" | "listAWSServiceAccessForOrganization" | "listDelegatedAdministrators"
  >;
  securityhub: Pick<
    SecurityHub,
    "describeHub" | "getAdministratorAccount" | "getFindingAggregator" | "listFindingAggregators"
  >;
  servicequotas: Pick<ServiceQuotas, "getAWSDefaultServiceQuota" | "getServiceQuota">;
  sns: Pick<SNS, "getTopicAttributes">;
  sqs: Pick<SQS, "listQueues">;
  ssm: Pick<SSM, "describeParameters">;
}

/** The clients of a Region, with the credentials and endpoint of the environment. */
export async function preflightClients(region: string): Promise<PreflightClients> {
  const at = { region };
  const [logs, config, ec2, events, guardduty, iam, kms, lambda, organizations, securityhub, quotas, sns, sqs, ssm] =
    await Promise.all([
      import("@aws-sdk/client-cloudwatch-logs"),
      import("@aws-sdk/client-config-service"),
      import("@aws-sdk/client-ec2"),
      import("@aws-sdk/client-eventbridge"),
      import("@aws-sdk/client-guardduty"),
      import("@aws-sdk/client-iam"),
      import("@aws-sdk/client-kms"),
      import("@aws-sdk/client-lambda"),
      import("@aws-sdk/client-organizations"),
      import("@aws-sdk/client-securityhub"),
      import("@aws-sdk/client-service-quotas"),
      import("@aws-sdk/client-sns"),
      import("@aws-sdk/client-sqs"),
      import("@aws-sdk/client-ssm"),
    ]);
  return {
    config: new config.ConfigService(at),
    ec2: new ec2.EC2(at),
    events: new events.EventBridge(at),
    guardduty: new guardduty.GuardDuty(at),
    iam: new iam.IAM(at),
    kms: new kms.KMS(at),
    lambda: new lambda.Lambda(at),
    logs: new logs.CloudWatchLogs(at),
    organizations: new organizations.Organizations(at),
    securityhub: new securityhub.SecurityHub(at),
    servicequotas: new quotas.ServiceQuotas(at),
    sns: new sns.SNS(at),
    sqs: new sqs.SQS(at),
    ssm: new ssm.SSM(at),
  };
}
