import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { privateBucket } from "./privateBucket";
import { allow, policy, type Statement, trustService } from "./shared/policies";

export interface ConfigRecorderArgs {
  accountId: string;
  partition: string;
  regions: string[];
  /** The resource types that are recorded, or all of them. AWS bills each recorded change (https://aws.amazon.com/config/pricing/). */
  types: string[] | "all";
  /**
   * The only Region that records IAM and other global resources if all types are recorded: every further one would repeat all
   * findings about them.
   */
  globalRegion: string;
  /** Whether Config publishes changes to a topic of the account. */
  topic: boolean;
}

/** The name of the topic in each Region. */
const topicName = "firebreak-config";

/**
 * Recorder, delivery channel and bucket of AWS Config, for an account without them. An account can have only one
 * recorder in a Region; do not use this component if one exists
 * (https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html).
 *
 * Destroying the stack keeps the bucket, because it has the account's history.
 */
export class ConfigRecorder extends pulumi.ComponentResource {
  constructor(name: string, args: ConfigRecorderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:ConfigRecorder", name, {}, opts);
    const { bucket, admitted } = this.bucket(name, args);
    const role = this.role(name, args, bucket);
    for (const region of args.regions) {
      this.record(`${name}-${region}`, region, { role, bucket, admitted }, args);
    }
    this.registerOutputs({ bucket: bucket.bucket });
  }

  private bucket(name: string, args: ConfigRecorderArgs) {
    const { bucket, blocked } = privateBucket(name, { parent: this, retainOnDelete: true });
    const admitted = new aws.s3.BucketPolicy(
      name,
      { bucket: bucket.bucket, policy: bucket.arn.apply((arn) => policy(...bucketStatements(arn, args))) },
      { parent: this, dependsOn: [blocked], retainOnDelete: true },
    );
    return { bucket, admitted };
  }

  private role(name: string, args: ConfigRecorderArgs, bucket: aws.s3.Bucket): aws.iam.Role {
    const role = new aws.iam.Role(
      name,
      {
        name: "firebreak-config",
        description: "AWS Config recorder",
        assumeRolePolicy: trustService("config.amazonaws.com", {
          StringEquals: { "aws:SourceAccount": args.accountId },
        }),
      },
      { parent: this },
    );
    // It replaces AWSConfigRole, which can no longer be attached.
    new aws.iam.RolePolicyAttachment(
      name,
      { role: role.name, policyArn: `arn:${args.partition}:iam::aws:policy/service-role/AWS_ConfigRole` },
      { parent: this },
    );
    new aws.iam.RolePolicy(
      name,
      {
        role: role.name,
        name: "deliver",
        policy: bucket.arn.apply((arn) => policy(...deliveryStatements(arn, args))),
      },
      { parent: this },
    );
    return role;
  }

  private record(
    name: string,
    region: string,
    { role, bucket, admitted }: { role: aws.iam.Role; bucket: aws.s3.Bucket; admitted: pulumi.Resource },
    args: ConfigRecorderArgs,
  ): void {
    const topic = args.topic ? this.topic(name, region, args) : undefined;
    const recorder = new aws.cfg.Recorder(
      name,
      {
        name: "default",
        roleArn: role.arn,
        recordingGroup:
          args.types === "all"
            ? { allSupported: true, includeGlobalResourceTypes: region === args.globalRegion }
            : // https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html
              { allSupported: false, resourceTypes: args.types },
        region,
      },
      { parent: this },
    );
    const channel = new aws.cfg.DeliveryChannel(
      name,
      {
        name: "default",
        s3BucketName: bucket.bucket,
        snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
        ...(topic && { snsTopicArn: topic.arn }),
        region,
      },
      { parent: this, dependsOn: [recorder, admitted] },
    );
    new aws.cfg.RecorderStatus(
      name,
      { name: recorder.name, isEnabled: true, region },
      { parent: this, dependsOn: [channel] },
    );
  }

  /**
   * Not encrypted with a KMS key, because AWS Config cannot publish to an encrypted topic:
   * https://docs.aws.amazon.com/config/latest/developerguide/sns-topic-policy.html
   */
  private topic(name: string, region: string, { accountId }: ConfigRecorderArgs): aws.sns.Topic {
    const topic = new aws.sns.Topic(name, { name: topicName, displayName: "AWS Config", region }, { parent: this });
    const document = topic.arn.apply((arn) =>
      policy({
        Sid: "Config",
        Effect: "Allow",
        Principal: { Service: "config.amazonaws.com" },
        Action: "sns:Publish",
        Resource: arn,
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      }),
    );
    new aws.sns.TopicPolicy(name, { arn: topic.arn, policy: document, region }, { parent: this });
    return topic;
  }
}

/** https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html */
function bucketStatements(arn: string, { accountId }: ConfigRecorderArgs): Statement[] {
  const config = { Service: "config.amazonaws.com" };
  const own = { "aws:SourceAccount": accountId };
  return [
    {
      Sid: "Look",
      Effect: "Allow",
      Principal: config,
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: arn,
      Condition: { StringEquals: own },
    },
    {
      Sid: "Deliver",
      Effect: "Allow",
      Principal: config,
      Action: "s3:PutObject",
      Resource: `${arn}/AWSLogs/${accountId}/Config/*`,
      Condition: { StringEquals: { ...own, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
    {
      Sid: "EncryptedConnectionsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}

/** https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html */
function deliveryStatements(arn: string, { accountId, partition, topic }: ConfigRecorderArgs): Statement[] {
  const announce = allow("Announce", ["sns:Publish"], `arn:${partition}:sns:*:${accountId}:${topicName}`);
  return [
    { Sid: "Look", Effect: "Allow", Action: "s3:GetBucketAcl", Resource: arn },
    { Sid: "Deliver", Effect: "Allow", Action: "s3:PutObject", Resource: `${arn}/AWSLogs/${accountId}/Config/*` },
    ...(topic ? [announce] : []),
  ];
}
