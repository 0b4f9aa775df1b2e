import type { S3, Tag } from "@aws-sdk/client-s3";
import { codeOf } from "../lib/errors";
import type { Target } from "../model/target";
import type { ResourceType, TagChange } from "./resourceType";
import type { TagClients } from "./tagClients";
import { tagRecord } from "./tagRecord";

const arns = ["arn:{partition}:s3:::{target}"];

/**
 * Old buckets of us-east-1 may have capitals, underscores and up to 255 characters
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html). The ARN has neither account nor Region.
 */
export const bucket: ResourceType = {
  kind: "s3-bucket",
  noun: "bucket",
  names: { guardDuty: ["S3Bucket"], config: ["AWS::S3::Bucket"], asff: ["AwsS3Bucket"] },
  inArn: "s3:",
  isId: (text) => /^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/.test(text),
  idForm: "the name of a bucket",
  example: "shop-pictures",
  arn: ({ partition }, id) => `arn:${partition}:s3:::${id}`,
  consolePage: (id) => ["s3", `/buckets/${id}`],
  inGuardDuty: { details: "s3BucketDetails", id: "name", list: true, sequence: "S3_BUCKET" },
  tags: {
    clients: ["s3"],
    writeClients: ["s3Control"],
    reading: { sid: "ReadBuckets", actions: ["s3:GetBucketTagging"], resources: arns },
    writing: { sid: "TagBuckets", actions: ["s3:TagResource", "s3:UntagResource"], resources: arns },
    anyKey: {
      sid: "ReplaceTagsOfBuckets",
      actions: ["s3:PutBucketTagging"],
      resources: arns,
      why: "for partitions where S3 does not accept single tags; the request then has no tag keys for a condition",
    },
    read: async ({ s3 }, { id, accountId }) => ({
      tags: tagRecord(await bucketTags(s3!, { Bucket: id, ExpectedBucketOwner: accountId })),
    }),
    write: writeBucketTag,
  },
};

/**
 * Errors of S3 Control if it does not accept bucket tags, and for a bucket in another Region, to which the S3 client follows
 * redirects.
 */
const notTaken = ["MethodNotAllowed", "NotImplemented", "PermanentRedirect", "AuthorizationHeaderMalformed"];

/**
 * A single tag, which a bucket with attribute-based access control requires
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html) and any other bucket accepts
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_TagResource.html). Not every partition has it
 * (https://github.com/hashicorp/terraform-provider-aws/issues/45784): there all tags are replaced at once.
 */
async function writeBucketTag({ s3, s3Control }: TagClients, target: Target, change: TagChange): Promise<void> {
  const { key, value } = change;
  const place = { AccountId: target.accountId, ResourceArn: target.arn };
  try {
    if (value === undefined) await s3Control!.untagResource({ ...place, TagKeys: [key] });
    else await s3Control!.tagResource({ ...place, Tags: [{ Key: key, Value: value }] });
  } catch (error) {
    if (!notTaken.includes(codeOf(error))) throw error;
    await replaceTags(s3!, target, change);
  }
}

/**
 * S3 replaces all tags at once, including those that begin with aws:, which must be sent unchanged
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html).
 */
async function replaceTags(s3: S3, { id, accountId }: Target, { key, value }: TagChange): Promise<void> {
  const place = { Bucket: id, ExpectedBucketOwner: accountId };
  const before = await bucketTags(s3, place);
  const others = before.filter((tag) => tag.Key !== key);
  if (value === undefined && others.length === before.length) return;
  const TagSet = value === undefined ? others : [...others, { Key: key, Value: value }];
  if (TagSet.length > 0) await s3.putBucketTagging({ ...place, Tagging: { TagSet } });
  else await s3.deleteBucketTagging(place);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
async function bucketTags(s3: S3, place: { Bucket: string; ExpectedBucketOwner: string }): Promise<Tag[]> {
  try {
    return (await s3.getBucketTagging(place)).TagSet ?? [];
  } catch (error) {
    if (codeOf(error) === "NoSuchTagSet") return [];
    throw error;
  }
}
