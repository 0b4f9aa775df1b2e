import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Every type of resource that both the local provider and the local AWS know. Config `changed` gives most of them other inputs. */
const changed = new pulumi.Config().getBoolean("changed") ?? false;
const tags: Record<string, string> = changed ? { stage: "two", added: "yes" } : { stage: "one", removed: "later" };
const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements }) as any;
const trust = (Service: string) => document({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" });

// kms
const key = new aws.kms.Key("key", {
  description: changed ? "changed" : "first",
  enableKeyRotation: !changed,
  deletionWindowInDays: 7,
  tags,
});
new aws.kms.Alias("key", { targetKeyId: key.keyId });
new aws.kms.Key("mac", {
  description: changed ? "changed" : "first",
  keyUsage: "GENERATE_VERIFY_MAC",
  customerMasterKeySpec: "HMAC_256",
  deletionWindowInDays: 7,
});

// iam
const role = new aws.iam.Role("role", {
  assumeRolePolicy: trust("lambda.amazonaws.com"),
  description: changed ? undefined : "a description",
  maxSessionDuration: changed ? 7200 : 3600,
  permissionsBoundary: changed ? undefined : "arn:aws:iam::aws:policy/PowerUserAccess",
  forceDetachPolicies: true,
  tags,
});
const allow = (...Action: string[]) => document({ Effect: "Allow", Action, Resource: "*" });
const rights = new aws.iam.RolePolicy("role", {
  role: role.id,
  policy: changed ? allow("logs:*", "sqs:*", "sns:*") : allow("logs:*", "sqs:*", "dynamodb:*"),
});
new aws.iam.RolePolicyAttachment("role", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
});

// sqs
const dead = new aws.sqs.Queue("dead", { messageRetentionSeconds: 1_209_600, sqsManagedSseEnabled: true });
const queue = new aws.sqs.Queue("work", {
  visibilityTimeoutSeconds: changed ? 120 : 60,
  receiveWaitTimeSeconds: changed ? undefined : 10,
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: changed ? 5 : 3 }),
  kmsMasterKeyId: key.arn,
  kmsDataKeyReusePeriodSeconds: 300,
  tags,
});
new aws.sqs.RedriveAllowPolicy("dead", {
  queueUrl: dead.url,
  redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
});
new aws.sqs.Queue("ordered", { fifoQueue: true, contentBasedDeduplication: true });

// cloudwatch: events
const bus = new aws.cloudwatch.EventBus("bus", { tags });
new aws.cloudwatch.EventBusPolicy("bus", {
  eventBusName: bus.name,
  policy: pulumi.jsonStringify(
    document({
      Sid: changed ? "Members" : "Self",
      Effect: "Allow",
      Principal: { AWS: role.arn },
      Action: "events:PutEvents",
      Resource: bus.arn,
    }),
  ),
});
const rule = new aws.cloudwatch.EventRule("rule", {
  eventBusName: bus.name,
  description: "findings",
  eventPattern: JSON.stringify({ source: [changed ? "aws.securityhub" : "aws.guardduty"] }),
  state: changed ? "DISABLED" : "ENABLED",
  tags,
});
const queuePolicy = new aws.sqs.QueuePolicy("work", {
  queueUrl: queue.url,
  policy: pulumi.jsonStringify(
    document({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queue.arn,
      Condition: { ArnEquals: { "aws:SourceArn": rule.arn } },
    }),
  ),
});
new aws.cloudwatch.EventTarget(
  "queue",
  {
    rule: rule.name,
    eventBusName: bus.name,
    arn: queue.arn,
    deadLetterConfig: { arn: dead.arn },
    retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: changed ? 5 : 10 },
    inputTransformer: {
      inputPaths: { account: "$.account", ...(changed && { region: "$.region" }) },
      inputTemplate: '{"account": <account>}',
    },
  },
  { dependsOn: [queuePolicy] },
);
const connection = new aws.cloudwatch.EventConnection("connection", {
  description: "a connection",
  authorizationType: "API_KEY",
  authParameters: {
    apiKey: { key: "X-Key", value: pulumi.secret(changed ? "two" : "one") },
    ...(!changed && { invocationHttpParameters: { bodies: [{ key: "a", value: "b", isValueSecret: true }] } }),
  },
});
new aws.cloudwatch.EventApiDestination("destination", {
  connectionArn: connection.arn,
  httpMethod: changed ? "PUT" : "POST",
  invocationEndpoint: changed ? "https://two.example.com" : "https://one.example.com",
  invocationRateLimitPerSecond: changed ? 20 : undefined,
});
const nightly = new aws.cloudwatch.EventRule("nightly", { scheduleExpression: "rate(1 day)", forceDestroy: true });

// cloudwatch: logs
const logs = new aws.cloudwatch.LogGroup("logs", { retentionInDays: changed ? 30 : 14, tags });
new aws.cloudwatch.LogResourcePolicy("logs", {
  policyDocument: pulumi.jsonStringify(
    document({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: changed ? ["logs:PutLogEvents", "logs:CreateLogStream"] : "logs:PutLogEvents",
      Resource: pulumi.interpolate`${logs.arn}:*`,
    }),
  ),
});

// lambda
const code = `exports.handler = async () => ${changed ? 2 : 1};`;
const fn = new aws.lambda.Function("fn", {
  role: role.arn,
  runtime: "nodejs24.x",
  architectures: ["arm64"],
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(code) }),
  description: changed ? undefined : "first",
  timeout: changed ? 20 : 10,
  memorySize: 256,
  environment: changed ? undefined : { variables: { QUEUE: queue.url } },
  reservedConcurrentExecutions: changed ? 5 : 2,
  loggingConfig: { logFormat: "JSON", logGroup: logs.name, applicationLogLevel: "INFO", systemLogLevel: "WARN" },
  tracingConfig: { mode: changed ? "PassThrough" : "Active" },
  deadLetterConfig: { targetArn: dead.arn },
  tags,
});
new aws.lambda.Permission("nightly", {
  action: "lambda:InvokeFunction",
  function: fn.name,
  principal: "events.amazonaws.com",
  sourceArn: nightly.arn,
});
const published = new aws.lambda.Alias("whole", { functionName: fn.name, functionVersion: "$LATEST" });
new aws.lambda.ResourcePolicy("whole", {
  resourceArn: published.arn,
  policy: published.arn.apply((arn) =>
    document({
      Effect: "Allow",
      Principal: { Service: changed ? "config.amazonaws.com" : "s3.amazonaws.com" },
      Action: "lambda:InvokeFunction",
      Resource: arn,
      Condition: { StringEquals: { "aws:SourceAccount": "444455556666" } },
    }),
  ),
});
new aws.cloudwatch.EventTarget("fn", { rule: nightly.name, arn: fn.arn, input: JSON.stringify({ changed }) });
new aws.lambda.EventSourceMapping(
  "queue",
  {
    eventSourceArn: queue.arn,
    functionName: fn.arn,
    batchSize: changed ? 5 : 10,
    maximumBatchingWindowInSeconds: changed ? undefined : 1,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: changed ? 3 : 2 },
    filterCriteria: { filters: [{ pattern: JSON.stringify({ body: { kind: ["finding"] } }) }] },
  },
  { dependsOn: [rights] },
);
new aws.lambda.Alias("live", {
  functionName: fn.name,
  functionVersion: "$LATEST",
  ...(changed && { description: "changed" }),
});

// dynamodb
const index = (name: string, hashKey: string) => ({ name, hashKey, projectionType: "ALL" });
new aws.dynamodb.Table("table", {
  hashKey: "pk",
  rangeKey: "sk",
  attributes: ["pk", "sk", "state", changed ? "until" : "since"].map((name) => ({ name, type: "S" })),
  billingMode: "PAY_PER_REQUEST",
  globalSecondaryIndexes: [index("byState", "state"), changed ? index("byUntil", "until") : index("bySince", "since")],
  pointInTimeRecovery: { enabled: !changed },
  deletionProtectionEnabled: changed,
  tags,
});

// sns
const topic = new aws.sns.Topic("notices", {
  displayName: changed ? "Changed" : "Notices",
  kmsMasterKeyId: key.arn,
  tags,
});
new aws.sns.TopicPolicy("notices", {
  arn: topic.arn,
  policy: pulumi.jsonStringify(
    document({
      Effect: "Allow",
      Principal: { Service: changed ? "events.amazonaws.com" : "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topic.arn,
    }),
  ),
});
new aws.sns.TopicSubscription("notices", {
  topic: topic.arn,
  protocol: "sqs",
  endpoint: queue.arn,
  rawMessageDelivery: !changed,
  filterPolicy: JSON.stringify({ severity: changed ? ["high"] : ["high", "medium"] }),
});

// cloudwatch: metrics
new aws.cloudwatch.MetricAlarm("dead", {
  alarmDescription: changed ? undefined : "messages in the dead-letter queue",
  namespace: "AWS/SQS",
  metricName: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: dead.name },
  statistic: "Maximum",
  period: 60,
  evaluationPeriods: changed ? 2 : 1,
  threshold: 0,
  comparisonOperator: "GreaterThanThreshold",
  treatMissingData: "notBreaching",
  alarmActions: [topic.arn],
  tags,
});
new aws.cloudwatch.MetricAlarm("ratio", {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  threshold: 10,
  metricQueries: [
    { id: "ratio", expression: "errors / 2", label: "ratio", returnData: true },
    {
      id: "errors",
      metric: {
        namespace: "AWS/Lambda",
        metricName: "Errors",
        period: 60,
        stat: "Sum",
        dimensions: { FunctionName: fn.name },
      },
    },
  ],
});
new aws.cloudwatch.Dashboard("board", {
  dashboardName: "firebreak",
  dashboardBody: JSON.stringify({
    widgets: [{ type: "text", x: 0, y: 0, width: 6, height: 3, properties: { markdown: changed ? "two" : "one" } }],
  }),
});

// s3
const bucket = new aws.s3.Bucket("evidence", { forceDestroy: true, tags });
const block = new aws.s3.BucketPublicAccessBlock("evidence", {
  bucket: bucket.id,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: !changed,
});
const trailPolicy = new aws.s3.BucketPolicy(
  "evidence",
  {
    bucket: bucket.id,
    policy: pulumi.jsonStringify(
      document(
        {
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "s3:GetBucketAcl",
          Resource: bucket.arn,
        },
        {
          Effect: "Allow",
          Principal: { Service: ["cloudtrail.amazonaws.com", ...(changed ? ["config.amazonaws.com"] : [])] },
          Action: "s3:PutObject",
          Resource: pulumi.interpolate`${bucket.arn}/*`,
        },
      ),
    ),
  },
  { dependsOn: [block] },
);

// cloudtrail
new aws.cloudtrail.Trail(
  "trail",
  {
    s3BucketName: bucket.id,
    isMultiRegionTrail: !changed,
    enableLogFileValidation: true,
    eventSelectors: [{ readWriteType: changed ? "WriteOnly" : "All", includeManagementEvents: true }],
    tags,
  },
  { dependsOn: [trailPolicy] },
);

// ssm
new aws.ssm.Parameter("setting", { type: "String", insecureValue: changed ? "two" : "one", tags });
const token = new aws.secretsmanager.Secret("token", {
  ...(changed && { description: "changed" }),
  recoveryWindowInDays: 0,
  tags,
});
new aws.secretsmanager.SecretVersion("token", {
  secretId: token.id,
  secretString: pulumi.secret("sesame-in-a-secret"),
});

new aws.ssm.Parameter("secret", { type: "SecureString", value: "sesame-in-a-parameter", description: "a secret" });

// guardduty
new aws.guardduty.Detector("detector", {
  findingPublishingFrequency: changed ? "ONE_HOUR" : "FIFTEEN_MINUTES",
  tags: { stage: "one" },
});

// securityhub
new aws.securityhub.ActionTarget("contain", {
  identifier: "Contain",
  name: changed ? "Contain it" : "Contain",
  description: changed ? "two" : "one",
});

// cfg
const recorder = new aws.cfg.Recorder("recorder", {
  roleArn: role.arn,
  recordingGroup: changed
    ? { allSupported: false, resourceTypes: ["AWS::EC2::SecurityGroup"] }
    : { allSupported: true, includeGlobalResourceTypes: true },
});
const channel = new aws.cfg.DeliveryChannel(
  "channel",
  { s3BucketName: bucket.id, s3KeyPrefix: changed ? "two" : "one" },
  { dependsOn: [recorder, trailPolicy] },
);
const recording = new aws.cfg.RecorderStatus(
  "recorder",
  { name: recorder.name, isEnabled: true },
  { dependsOn: [channel] },
);
new aws.cfg.Rule(
  "ssh",
  {
    description: changed ? "changed" : "restricted ssh",
    source: { owner: "AWS", sourceIdentifier: "INCOMING_SSH_DISABLED" },
    scope: { complianceResourceTypes: ["AWS::EC2::SecurityGroup"] },
    tags,
  },
  { dependsOn: [recording] },
);

// The types that an account has once per Region, in a second Region.
const region = "us-east-1";
const copies = new aws.s3.Bucket("elsewhere", { forceDestroy: true, tags, region });
const copiesBlock = new aws.s3.BucketPublicAccessBlock("elsewhere", {
  bucket: copies.id,
  blockPublicPolicy: true,
  restrictPublicBuckets: !changed,
  region,
});
const copiesPolicy = new aws.s3.BucketPolicy(
  "elsewhere",
  {
    bucket: copies.id,
    policy: pulumi.jsonStringify(
      document({
        Sid: changed ? "Two" : "One",
        Effect: "Allow",
        Principal: { Service: "config.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${copies.arn}/*`,
      }),
    ),
    region,
  },
  { dependsOn: [copiesBlock] },
);
const secondRecorder = new aws.cfg.Recorder("elsewhere", {
  roleArn: role.arn,
  recordingGroup: { allSupported: false, resourceTypes: [changed ? "AWS::S3::Bucket" : "AWS::EC2::SecurityGroup"] },
  region,
});
const secondChannel = new aws.cfg.DeliveryChannel(
  "elsewhere",
  {
    s3BucketName: copies.id,
    snapshotDeliveryProperties: { deliveryFrequency: changed ? "One_Hour" : "Six_Hours" },
    region,
  },
  { dependsOn: [secondRecorder, copiesPolicy] },
);
const secondRecording = new aws.cfg.RecorderStatus(
  "elsewhere",
  { name: secondRecorder.name, isEnabled: !changed, region },
  { dependsOn: [secondChannel] },
);
new aws.cfg.Rule(
  "elsewhere",
  {
    source: { owner: "AWS", sourceIdentifier: "RESTRICTED_INCOMING_TRAFFIC" },
    scope: { complianceResourceTypes: ["AWS::EC2::SecurityGroup"] },
    inputParameters: changed ? undefined : JSON.stringify({ blockedPort1: "22" }),
    maximumExecutionFrequency: changed ? "One_Hour" : "Six_Hours",
    tags,
    region,
  },
  { dependsOn: [secondRecording] },
);
new aws.guardduty.Detector("elsewhere", {
  enable: !changed,
  findingPublishingFrequency: changed ? "SIX_HOURS" : "ONE_HOUR",
  region,
});
new aws.securityhub.ActionTarget("elsewhere", {
  identifier: "Contain",
  name: "Contain",
  description: changed ? "two" : "one",
  region,
});
new aws.cloudwatch.Dashboard("elsewhere", {
  dashboardName: "firebreak-elsewhere",
  dashboardBody: JSON.stringify({
    widgets: [{ type: "text", x: 0, y: 0, width: 6, height: 3, properties: { markdown: changed ? "two" : "one" } }],
  }),
  region,
});
