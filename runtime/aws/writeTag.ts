import type { S3, Tag } from "@aws-sdk/client-s3";
import { coded, codeOf } from "../lib/errors";
import type { Target } from "../model/target";
import type { TagClients } from "./readTags";

/**
 * Sets one tag of a resource of any kind, or removes it; its other tags stay.
 *
 * @param name the name of the resource for its service: of a database its identifier's ARN
 * @param value undefined to remove the tag; it is no error if it is not there
 * @throws UnknownKind, or what AWS throws
 */
export async function writeTag(
  clients: TagClients,
  target: Target,
  key: string,
  value: string | undefined,
  arn: string = target.arn,
): Promise<void> {
  const { ec2, iam, rds } = clients;
  const { kind, id } = target;
  const Tags = [{ Key: key, Value: value ?? "" }];
  const TagKeys = [key];
  if (kind === "s3-bucket") return writeBucketTag(clients, target, { key, value });
  if (["ec2-instance", "security-group", "ebs-volume"].includes(kind)) {
    // Without a value the tag goes whatever its value is: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
    if (value === undefined) await ec2!.deleteTags({ Resources: [id], Tags: [{ Key: key }] });
    else await ec2!.createTags({ Resources: [id], Tags });
  } else if (kind === "iam-role") {
    if (value === undefined) await iam!.untagRole({ RoleName: id, TagKeys });
    else await iam!.tagRole({ RoleName: id, Tags });
  } else if (kind === "iam-user") {
    if (value === undefined) await iam!.untagUser({ UserName: id, TagKeys });
    else await iam!.tagUser({ UserName: id, Tags });
  } else if (kind === "rds-instance") {
    if (value === undefined) await rds!.removeTagsFromResource({ ResourceName: arn, TagKeys });
    else await rds!.addTagsToResource({ ResourceName: arn, Tags });
  } else throw coded("UnknownKind", `the tags of ${target.arn} cannot be set: ${kind} is no kind of target`);
}

/** A tag to set, or to remove if it has no value. */
interface Wanted {
  key: string;
  value: string | undefined;
}

/**
 * What S3 Control answers where it does not take tags of buckets, and for a bucket of another Region, where the client of S3
 * goes by itself.
 */
const notTaken = ["MethodNotAllowed", "NotImplemented", "PermanentRedirect", "AuthorizationHeaderMalformed"];

/**
 * One tag by itself, which a bucket with attribute-based access control demands
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html) and any other bucket takes
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_TagResource.html). Not every partition has it
 * (https://github.com/hashicorp/terraform-provider-aws/issues/45784): there all tags are replaced at once.
 */
async function writeBucketTag({ s3, s3Control }: TagClients, target: Target, wanted: Wanted): Promise<void> {
  const { key, value } = wanted;
  const place = { AccountId: target.accountId, ResourceArn: target.arn };
  try {
    if (value === undefined) await s3Control!.untagResource({ ...place, TagKeys: [key] });
    else await s3Control!.tagResource({ ...place, Tags: [{ Key: key, Value: value }] });
  } catch (error) {
    if (!notTaken.includes(codeOf(error))) throw error;
    await replaceTags(s3!, target, wanted);
  }
}

/**
 * S3 replaces all tags at once, those that begin with aws: among them, which have to be sent as they are
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html).
 */
async function replaceTags(s3: S3, { id, accountId }: Target, { key, value }: Wanted): Promise<void> {
  const place = { Bucket: id, ExpectedBucketOwner: accountId };
  const before = await bucketTags(s3, place);
  const others = before.filter((tag) => tag.Key !== key);
  if (value === undefined && others.length === before.length) return;
  const TagSet = value === undefined ? others : [...others, { Key: key, Value: value }];
  if (TagSet.length > 0) await s3.putBucketTagging({ ...place, Tagging: { TagSet } });
  else await s3.deleteBucketTagging(place);
}

async function bucketTags(s3: S3, place: { Bucket: string; ExpectedBucketOwner: string }): Promise<Tag[]> {
  try {
    return (await s3.getBucketTagging(place)).TagSet ?? [];
  } catch (error) {
    if (codeOf(error) === "NoSuchTagSet") return [];
    throw error;
  }
}
