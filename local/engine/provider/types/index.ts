import type { Kind } from "../kind";

/** How the description of a type is loaded, by type. Each is loaded when it is met first: the SDK clients take their time. */
export const kinds: Record<string, () => Kind> = {
  "aws:cfg/aggregateAuthorization:AggregateAuthorization": () =>
    require("./cfg/aggregateAuthorization").aggregateAuthorization,
  "aws:cfg/deliveryChannel:DeliveryChannel": () => require("./cfg/deliveryChannel").deliveryChannel,
  "aws:cfg/recorder:Recorder": () => require("./cfg/recorder").recorder,
  "aws:cfg/recorderStatus:RecorderStatus": () => require("./cfg/recorderStatus").recorderStatus,
  "aws:cfg/rule:Rule": () => require("./cfg/rule").rule,
  "aws:cloudtrail/trail:Trail": () => require("./cloudtrail/trail").trail,
  "aws:cloudwatch/dashboard:Dashboard": () => require("./cloudwatch/dashboard").dashboard,
  "aws:cloudwatch/eventBus:EventBus": () => require("./cloudwatch/eventBus").eventBus,
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": () => require("./cloudwatch/eventBusPolicy").eventBusPolicy,
  "aws:cloudwatch/eventRule:EventRule": () => require("./cloudwatch/eventRule").eventRule,
  "aws:cloudwatch/eventTarget:EventTarget": () => require("./cloudwatch/eventTarget").eventTarget,
  "aws:cloudwatch/logGroup:LogGroup": () => require("./cloudwatch/logGroup").logGroup,
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": () =>
    require("./cloudwatch/logResourcePolicy").logResourcePolicy,
  "aws:cloudwatch/metricAlarm:MetricAlarm": () => require("./cloudwatch/metricAlarm").metricAlarm,
  "aws:cloudwatch/queryDefinition:QueryDefinition": () => require("./cloudwatch/queryDefinition").queryDefinition,
  "aws:dynamodb/table:Table": () => require("./dynamodb/table").table,
  "aws:ec2/securityGroup:SecurityGroup": () => require("./ec2/securityGroup").securityGroup,
  "aws:guardduty/detector:Detector": () => require("./guardduty/detector").detector,
  "aws:guardduty/detectorFeature:DetectorFeature": () => require("./guardduty/detectorFeature").detectorFeature,
  "aws:guardduty/filter:Filter": () => require("./guardduty/filter").filter,
  "aws:iam/accessKey:AccessKey": () => require("./iam/accessKey").accessKey,
  "aws:iam/instanceProfile:InstanceProfile": () => require("./iam/instanceProfile").instanceProfile,
  "aws:iam/policy:Policy": () => require("./iam/policy").policy,
  "aws:iam/role:Role": () => require("./iam/role").role,
  "aws:iam/rolePolicy:RolePolicy": () => require("./iam/rolePolicy").rolePolicy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": () => require("./iam/rolePolicyAttachment").rolePolicyAttachment,
  "aws:iam/user:User": () => require("./iam/user").user,
  "aws:iam/userPolicy:UserPolicy": () => require("./iam/userPolicy").userPolicy,
  "aws:kms/alias:Alias": () => require("./kms/alias").alias,
  "aws:kms/key:Key": () => require("./kms/key").key,
  "aws:lambda/alias:Alias": () => require("./lambda/alias").alias,
  "aws:lambda/eventSourceMapping:EventSourceMapping": () => require("./lambda/eventSourceMapping").eventSourceMapping,
  "aws:lambda/function:Function": () => require("./lambda/function").function_,
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": () =>
    require("./lambda/functionEventInvokeConfig").functionEventInvokeConfig,
  "aws:lambda/permission:Permission": () => require("./lambda/permission").permission,
  "aws:s3/bucket:Bucket": () => require("./s3/bucket").bucket,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": () =>
    require("./s3/bucketLifecycleConfiguration").bucketLifecycleConfiguration,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": () =>
    require("./s3/bucketOwnershipControls").bucketOwnershipControls,
  "aws:s3/bucketPolicy:BucketPolicy": () => require("./s3/bucketPolicy").bucketPolicy,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": () =>
    require("./s3/bucketPublicAccessBlock").bucketPublicAccessBlock,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": () =>
    require("./s3/bucketServerSideEncryptionConfiguration").bucketServerSideEncryptionConfiguration,
  "aws:s3/bucketVersioning:BucketVersioning": () => require("./s3/bucketVersioning").bucketVersioning,
  "aws:scheduler/schedule:Schedule": () => require("./scheduler/schedule").schedule,
  "aws:securityhub/account:Account": () => require("./securityhub/account").account,
  "aws:securityhub/actionTarget:ActionTarget": () => require("./securityhub/actionTarget").actionTarget,
  "aws:sns/topic:Topic": () => require("./sns/topic").topic,
  "aws:sns/topicPolicy:TopicPolicy": () => require("./sns/topicPolicy").topicPolicy,
  "aws:sns/topicSubscription:TopicSubscription": () => require("./sns/topicSubscription").topicSubscription,
  "aws:sqs/queue:Queue": () => require("./sqs/queue").queue,
  "aws:sqs/queuePolicy:QueuePolicy": () => require("./sqs/queuePolicy").queuePolicy,
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": () => require("./sqs/redriveAllowPolicy").redriveAllowPolicy,
  "aws:ssm/parameter:Parameter": () => require("./ssm/parameter").parameter,
};
