import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Inputs of the trail itself, which are passed on. */
const passedOn = [
  ...["advancedEventSelectors", "enableLogFileValidation", "enableLogging", "eventSelectors"],
  ...["includeGlobalServiceEvents", "isMultiRegionTrail", "isOrganizationTrail", "kmsKeyId", "name", "region"],
  ...["s3KeyPrefix", "snsTopicName", "tags"],
];

/**
 * Stands in for `awsx.cloudtrail.Trail`: a trail with its bucket and, optionally, its log group.
 *
 * Honoured are `s3Bucket.existing.name`, `cloudWatchLogsGroup.enable` being false or absent, and the inputs of the trail.
 */
export class Trail extends pulumi.ComponentResource {
  readonly bucket?: aws.s3.Bucket;
  readonly logGroup?: aws.cloudwatch.LogGroup;
  readonly trail: aws.cloudtrail.Trail;

  constructor(name: string, inputs: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
    super("awsx:cloudtrail:Trail", name, inputs, options);
    const { s3Bucket, cloudWatchLogsGroup, ...rest } = inputs;
    const unknown = Object.keys(rest).filter((key) => !passedOn.includes(key));
    if (unknown.length > 0) throw refusal(unknown.join(", "));
    if (cloudWatchLogsGroup?.enable) throw refusal("cloudWatchLogsGroup");
    const child = { parent: this };
    const existing = s3Bucket && pulumi.output(s3Bucket).apply(existingName);
    this.bucket = existing ? undefined : new aws.s3.Bucket(name, { forceDestroy: true }, child);
    const policy = this.bucket && bucketPolicy(name, this.bucket, child);
    const s3BucketName = this.bucket?.id ?? existing;
    this.trail = new aws.cloudtrail.Trail(name, { ...rest, s3BucketName }, { ...child, dependsOn: policy ?? [] });
    this.registerOutputs({ bucket: this.bucket, trail: this.trail });
  }
}

function existingName({ args, existing }: pulumi.Unwrap<pulumi.Inputs>): string {
  if (args || !existing?.name) throw refusal("s3Bucket other than by the name of an existing one");
  return existing.name;
}

function refusal(what: string): Error {
  return new Error(
    `the local awsx provider does not know ${what} of awsx:cloudtrail:Trail: extend local/engine/awsx/trail.ts`,
  );
}

/** See https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
function bucketPolicy(name: string, bucket: aws.s3.Bucket, options: pulumi.CustomResourceOptions): aws.s3.BucketPolicy {
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  const policy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "AclCheck", Effect: "Allow", Principal, Action: "s3:GetBucketAcl", Resource: bucket.arn },
      {
        Sid: "Write",
        Effect: "Allow",
        Principal,
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${bucket.arn}/*`,
        Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
    ],
  });
  return new aws.s3.BucketPolicy(name, { bucket: bucket.id, policy }, options);
}
