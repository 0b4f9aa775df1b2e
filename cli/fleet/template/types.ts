import { here, referenceTo } from "./intrinsics";

/** A resource as a stack's program declares it. */
export interface Declared {
  /** The type in Pulumi's AWS provider, such as `aws:iam/role:Role`. */
  type: string;
  /** The name in the program. */
  name: string;
  inputs: Record<string, any>;
}

/** The property that an input becomes, and how, if its form differs. */
type Property = string | [name: string, of: (value: any) => unknown];

/** A type of the provider that CloudFormation has as a type too. */
export interface Whole {
  type: string;
  /** By input. An input that is not here is an error: it would be lost. */
  properties: Record<string, Property>;
  /** Properties that no input gives. */
  given?(homeRegion: string): Record<string, unknown>;
  /** The outputs that other resources use. */
  outputs?(inputs: Record<string, any>, logicalId: string, homeRegion: string): Record<string, string>;
  /** Types whose resources must exist first, although no property refers to them. */
  after?: string[];
  /** Whether the resource stays when its stack is deleted; the program says so with `retainOnDelete`. */
  stays?: true;
}

/** A type of the provider that is a property of another resource in CloudFormation. */
export interface Part {
  /** The type of that resource, and the input that has its name. */
  of: string;
  by: string;
  /** The property, with its value before this part and the part's properties; undefined if CloudFormation needs none. */
  into?: [property: string, add: (before: any, own: Record<string, unknown>) => unknown];
  properties: Record<string, Property>;
}

const json = (text: string): unknown => JSON.parse(text);
const listOfOne = (value: unknown) => [value];
const tagList = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** The names of properties as CloudFormation writes them. */
function capital(value: any): any {
  if (Array.isArray(value)) return value.map(capital);
  if (value === null || typeof value !== "object") return value;
  const named = Object.entries(value).map(([key, inner]) => [
    `${key[0]!.toUpperCase()}${key.slice(1)}`,
    capital(inner),
  ]);
  return Object.fromEntries(named);
}

/** The provider fills in the only source of events that there is. */
function ruleSource(source: Record<string, any>): unknown {
  const { SourceDetails, ...rest } = capital(source);
  const withSource = (detail: object) => ({ EventSource: "aws.config", ...detail });
  return { ...rest, ...(SourceDetails && { SourceDetails: SourceDetails.map(withSource) }) };
}

/**
 * The bucket is in the account's own namespace: its name is known in every Region, and no other account can have it
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html).
 */
const bucketName = (homeRegion: string) => `firebreak-config-${here.account}-${homeRegion}-an`;

const role = "aws:iam/role:Role";
const rule = "aws:cloudwatch/eventRule:EventRule";
const queuePolicy = "aws:sqs/queuePolicy:QueuePolicy";
const bucket = "aws:s3/bucket:Bucket";
const recorder = "aws:cfg/recorder:Recorder";

/**
 * Every type that the stack of a member account uses. The names of pages are those of the reference:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
 */
export const types: Record<string, Whole | Part> = {
  // aws-resource-iam-role.html
  [role]: {
    type: "AWS::IAM::Role",
    properties: {
      name: "RoleName",
      description: "Description",
      path: "Path",
      assumeRolePolicy: ["AssumeRolePolicyDocument", json],
      maxSessionDuration: "MaxSessionDuration",
      permissionsBoundary: "PermissionsBoundary",
      tags: ["Tags", tagList],
    },
    // No reference, because resources in other Regions use the role too.
    outputs: ({ name, path = "/" }) => ({ arn: `arn:${here.partition}:iam::${here.account}:role${path}${name}` }),
  },
  // aws-properties-iam-role-policy.html
  "aws:iam/rolePolicy:RolePolicy": {
    of: role,
    by: "role",
    into: ["Policies", (before = [], own) => [...before, own]],
    properties: { name: "PolicyName", policy: ["PolicyDocument", json] },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    of: role,
    by: "role",
    into: ["ManagedPolicyArns", (before = [], { Arn }) => [...before, Arn]],
    properties: { policyArn: "Arn" },
  },
  // aws-resource-events-rule.html
  [rule]: {
    type: "AWS::Events::Rule",
    properties: { name: "Name", description: "Description", eventPattern: ["EventPattern", json] },
    // No reference, because the queue's policy, which has to be there first, names the rule.
    outputs: ({ name }) => ({ arn: `arn:${here.partition}:events:${here.region}:${here.account}:rule/${name}` }),
    after: [queuePolicy],
  },
  // aws-properties-events-rule-target.html
  "aws:cloudwatch/eventTarget:EventTarget": {
    of: rule,
    by: "rule",
    into: ["Targets", (before = [], own) => [...before, own]],
    properties: { targetId: "Id", arn: "Arn", roleArn: "RoleArn", deadLetterConfig: ["DeadLetterConfig", capital] },
  },
  // aws-resource-sqs-queue.html
  "aws:sqs/queue:Queue": {
    type: "AWS::SQS::Queue",
    properties: {
      name: "QueueName",
      messageRetentionSeconds: "MessageRetentionPeriod",
      sqsManagedSseEnabled: "SqsManagedSseEnabled",
    },
    outputs: (_, id) => ({ arn: referenceTo(id, "Arn"), url: referenceTo(id) }),
  },
  // aws-resource-sqs-queuepolicy.html
  [queuePolicy]: {
    type: "AWS::SQS::QueuePolicy",
    properties: { queueUrl: ["Queues", listOfOne], policy: ["PolicyDocument", json] },
  },
  // aws-resource-s3-bucket.html
  [bucket]: {
    type: "AWS::S3::Bucket",
    properties: {},
    given: (homeRegion) => ({ BucketName: bucketName(homeRegion), BucketNamespace: "account-regional" }),
    outputs: (_, __, homeRegion) => ({
      bucket: bucketName(homeRegion),
      arn: `arn:${here.partition}:s3:::${bucketName(homeRegion)}`,
    }),
    stays: true,
  },
  // aws-properties-s3-bucket-publicaccessblockconfiguration.html
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    of: bucket,
    by: "bucket",
    into: ["PublicAccessBlockConfiguration", (_, own) => own],
    properties: {
      blockPublicAcls: "BlockPublicAcls",
      blockPublicPolicy: "BlockPublicPolicy",
      ignorePublicAcls: "IgnorePublicAcls",
      restrictPublicBuckets: "RestrictPublicBuckets",
    },
  },
  // aws-resource-s3-bucketpolicy.html
  "aws:s3/bucketPolicy:BucketPolicy": {
    type: "AWS::S3::BucketPolicy",
    properties: { bucket: "Bucket", policy: ["PolicyDocument", json] },
    after: [bucket],
    stays: true,
  },
  // aws-resource-config-configurationrecorder.html
  [recorder]: {
    type: "AWS::Config::ConfigurationRecorder",
    properties: { name: "Name", roleArn: "RoleARN", recordingGroup: ["RecordingGroup", capital] },
  },
  // aws-resource-config-deliverychannel.html
  "aws:cfg/deliveryChannel:DeliveryChannel": {
    type: "AWS::Config::DeliveryChannel",
    properties: {
      name: "Name",
      s3BucketName: "S3BucketName",
      snsTopicArn: "SnsTopicARN",
      snapshotDeliveryProperties: ["ConfigSnapshotDeliveryProperties", capital],
    },
  },
  // CloudFormation starts a recorder that it makes.
  "aws:cfg/recorderStatus:RecorderStatus": { of: recorder, by: "name", properties: { isEnabled: "Enabled" } },
  // aws-resource-config-configrule.html
  "aws:cfg/rule:Rule": {
    type: "AWS::Config::ConfigRule",
    properties: {
      name: "ConfigRuleName",
      description: "Description",
      source: ["Source", ruleSource],
      scope: ["Scope", capital],
      inputParameters: ["InputParameters", json],
    },
    after: [recorder],
  },
  // aws-resource-sns-topic.html
  "aws:sns/topic:Topic": {
    type: "AWS::SNS::Topic",
    properties: { name: "TopicName", displayName: "DisplayName" },
    outputs: (_, id) => ({ arn: referenceTo(id) }),
  },
  // aws-resource-sns-topicpolicy.html
  "aws:sns/topicPolicy:TopicPolicy": {
    type: "AWS::SNS::TopicPolicy",
    properties: { arn: ["Topics", listOfOne], policy: ["PolicyDocument", json] },
  },
  // aws-resource-guardduty-detector.html
  "aws:guardduty/detector:Detector": {
    type: "AWS::GuardDuty::Detector",
    properties: {
      enable: "Enable",
      findingPublishingFrequency: "FindingPublishingFrequency",
      tags: ["Tags", tagList],
    },
    stays: true,
  },
};
