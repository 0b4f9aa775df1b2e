import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A bucket with all four settings of Block Public Access. What depends on `blocked` finds it private. */
export function privateBucket(
  name: string,
  opts: pulumi.CustomResourceOptions,
): { bucket: aws.s3.Bucket; blocked: pulumi.Resource } {
  const bucket = new aws.s3.Bucket(name, {}, opts);
  const blocked = new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  return { bucket, blocked };
}
