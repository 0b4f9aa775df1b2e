import { type Plan, planned, types } from "./plan";

/**
 * The calls with which the provider creates a stack's resources. Reading and tagging calls are left out: an identity
 * that may create a resource but not read it cannot deploy anyway
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 */
export const deploymentActions: Record<string, string[]> = {
  "aws:cfg/deliveryChannel:DeliveryChannel": ["config:PutDeliveryChannel"],
  "aws:cfg/recorder:Recorder": ["config:PutConfigurationRecorder", "iam:PassRole"],
  "aws:cfg/recorderStatus:RecorderStatus": ["config:StartConfigurationRecorder"],
  "aws:cfg/rule:Rule": ["config:PutConfigRule"],
  "aws:cloudformation/stackInstances:StackInstances": ["cloudformation:CreateStackInstances"],
  "aws:cloudformation/stackSet:StackSet": ["cloudformation:CreateStackSet"],
  "aws:cloudwatch/dashboard:Dashboard": ["cloudwatch:PutDashboard"],
  "aws:cloudwatch/eventBus:EventBus": ["events:CreateEventBus"],
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ["events:PutPermission"],
  "aws:cloudwatch/eventRule:EventRule": ["events:PutRule"],
  "aws:cloudwatch/eventTarget:EventTarget": ["events:PutTargets", "iam:PassRole"],
  "aws:cloudwatch/logGroup:LogGroup": ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ["logs:PutResourcePolicy"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["cloudwatch:PutMetricAlarm"],
  "aws:dynamodb/table:Table": ["dynamodb:CreateTable", "dynamodb:UpdateContinuousBackups"],
  "aws:guardduty/detector:Detector": ["guardduty:CreateDetector"],
  "aws:iam/role:Role": ["iam:CreateRole"],
  "aws:iam/rolePolicy:RolePolicy": ["iam:PutRolePolicy"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["iam:AttachRolePolicy"],
  "aws:kms/alias:Alias": ["kms:CreateAlias"],
  "aws:kms/key:Key": ["kms:CreateKey"],
  "aws:lambda/alias:Alias": ["lambda:CreateAlias"],
  "aws:lambda/eventSourceMapping:EventSourceMapping": ["lambda:CreateEventSourceMapping"],
  "aws:lambda/function:Function": ["lambda:CreateFunction", "lambda:PutFunctionConcurrency", "iam:PassRole"],
  "aws:lambda/permission:Permission": ["lambda:AddPermission"],
  "aws:lambda/resourcePolicy:ResourcePolicy": ["lambda:PutResourcePolicy"],
  "aws:s3/bucket:Bucket": ["s3:CreateBucket"],
  "aws:s3/bucketObjectv2:BucketObjectv2": ["s3:PutObject"],
  "aws:s3/bucketPolicy:BucketPolicy": ["s3:PutBucketPolicy"],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
  "aws:securityhub/actionTarget:ActionTarget": ["securityhub:CreateActionTarget"],
  "aws:sns/topic:Topic": ["sns:CreateTopic"],
  "aws:sns/topicPolicy:TopicPolicy": ["sns:SetTopicAttributes"],
  "aws:sns/topicSubscription:TopicSubscription": ["sns:Subscribe"],
  "aws:sqs/queue:Queue": ["sqs:CreateQueue"],
  "aws:sqs/queuePolicy:QueuePolicy": ["sqs:SetQueueAttributes"],
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": ["sqs:SetQueueAttributes"],
  "aws:ssm/parameter:Parameter": ["ssm:PutParameter"],
  "awsx:cloudtrail:Trail": ["cloudtrail:CreateTrail", "cloudtrail:StartLogging", "s3:CreateBucket"],
};

/** The calls that deploy a stack, and those that its roles make. */
export interface NeededActions {
  /** Calls that deploy it in a Region, without those of IAM. */
  deploy(region: string): string[];
  /** Calls of IAM, which has no Region; all concern the stack's roles. */
  deployRoles: string[];
  /** Calls that the policies of its roles allow: without them the responses cannot work. */
  work: string[];
}

/** The calls that a plan needs, from the types of its resources and the policies of its roles. */
export function neededActions(plan: Plan): NeededActions {
  const of = (region?: string) => [
    ...new Set(
      plan.resources
        .filter((one) => region === undefined || one.region === region)
        .flatMap(({ type }) => deploymentActions[type] ?? []),
    ),
  ];
  return {
    deploy: (region) => of(region).filter((action) => !isOfIam(action)),
    deployRoles: of().filter(isOfIam),
    work: [
      ...new Set(planned(plan, types.rolePolicy).flatMap(({ inputs }) => actionsIn(String(inputs["policy"])))),
    ].sort(),
  };
}

/** Whether an action belongs to IAM, which has one endpoint in a partition. */
export const isOfIam = (action: string): boolean => action.startsWith("iam:");

function actionsIn(document: string): string[] {
  const statements = [JSON.parse(document).Statement ?? []].flat() as { Effect: string; Action?: string | string[] }[];
  return statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => [Action ?? []].flat());
}
