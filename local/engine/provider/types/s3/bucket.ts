import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Kind } from "../../kind";
import type { Place } from "../../session";
import { tagList, tagMap } from "../../tags";
import { unless } from "../../waiting";

export const bucket: Kind = {
  named: "bucket",
  nameFrom: (name) => name.toLowerCase().replaceAll("_", "-"),
  tagged: true,
  inputs: {
    bucket: { replaces: true },
    forceDestroy: { default: false },
    objectLockEnabled: { replaces: true, default: false },
  },
  async create(inputs, aws) {
    const LocationConstraint = aws.region as BucketLocationConstraint;
    await aws.client(S3Client).send(
      new CreateBucketCommand({
        Bucket: inputs.bucket,
        ObjectLockEnabledForBucket: inputs.objectLockEnabled,
        // Without a constraint the bucket is in us-east-1, which S3 refuses as a constraint.
        ...(aws.region !== "us-east-1" && { CreateBucketConfiguration: { LocationConstraint } }),
      }),
    );
    return inputs.bucket;
  },
  finish: async (id, inputs, aws) => {
    if (inputs.tags) await setTags(id, inputs.tags, aws);
  },
  async read(id, aws) {
    const s3 = aws.client(S3Client);
    await s3.send(new HeadBucketCommand({ Bucket: id }));
    const tagging = await unless(["NoSuchTagSet"], s3.send(new GetBucketTaggingCommand({ Bucket: id })));
    return {
      inputs: { bucket: id, tags: tagMap(tagging?.TagSet) },
      outputs: {
        arn: `arn:${aws.partition}:s3:::${id}`,
        bucketDomainName: `${id}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${id}.s3.${aws.region}.amazonaws.com`,
      },
    };
  },
  update: (id, inputs, aws) => setTags(id, inputs.tags, aws),
  async delete(id, aws, known) {
    if (known.forceDestroy) await empty(id, aws);
    await aws.client(S3Client).send(new DeleteBucketCommand({ Bucket: id }));
  },
};

async function setTags(Bucket: string, tags: Record<string, string> | undefined, aws: Place): Promise<void> {
  const s3 = aws.client(S3Client);
  if (tags) await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tagList(tags) } }));
  else await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
}

/** Deletes every object with all its versions. */
async function empty(Bucket: string, aws: Place): Promise<void> {
  const s3 = aws.client(S3Client);
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key: Key!, VersionId }));
    if (Objects.length === 0) return;
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors[0]) throw new Error(`${Errors[0].Key} cannot be deleted: ${Errors[0].Code}: ${Errors[0].Message}`);
  }
}
