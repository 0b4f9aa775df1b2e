import type { NamedResourceType } from "./resourceType";

/**
 * Old buckets of us-east-1 may have capitals, underscores and up to 255 characters
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html). The ARN has neither account nor Region.
 */
export const bucket: NamedResourceType = {
  kind: "s3-bucket",
  names: { guardDuty: ["S3Bucket"], config: ["AWS::S3::Bucket"], asff: ["AwsS3Bucket"] },
  inArn: "s3:",
  isId: (text) => /^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/.test(text),
  idForm: "the name of a bucket",
  arn: ({ partition }, id) => `arn:${partition}:s3:::${id}`,
};
