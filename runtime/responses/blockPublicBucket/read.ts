import type { S3 } from "@aws-sdk/client-s3";
import { coded, codeOf, isDenied, messageOf } from "../../lib/errors";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import type { Block } from "../../resources/publicAccessBlock";
import { tagRecord } from "../../resources/tagRecord";
import { grantsOf, type PolicyGrants } from "./grants";
import type { BucketPriorState, BucketState } from "./state";

/** The client that blocking needs; it follows the bucket into its own Region. */
export interface BucketClients {
  s3: S3;
}

/**
 * Reads the bucket: its tags once per run, its switches only if they are stale. Undefined if the bucket does not exist. A
 * refusal to read policy or ACL is noted: a policy must not keep the bucket open by denying that it is read.
 *
 * @throws AccessDenied if a permission is missing, a policy denies the call, or the bucket belongs to another account:
 * S3 returns the same error for all three. The tags are then unknown, which is not the same as none.
 */
export async function read(
  { s3 }: BucketClients,
  target: Target,
  { previous, stale, wanted }: ReadContext<BucketState, BucketPriorState>,
): Promise<BucketState | undefined> {
  const needs = (part: string) => !previous || stale.includes(part);
  const bucket = { Bucket: target.id, ExpectedBucketOwner: target.accountId };
  try {
    // One after the other: the SDK changes the client's Region while it follows a redirect, which parallel calls would see.
    const tags = previous ? previous.tags : await readTags(s3, bucket);
    const block = needs("block") ? await readBlock(s3, bucket) : previous!.block;
    const refused: string[] = [];
    const refusedAs =
      <Value>(part: string, value: Value) =>
      (error: unknown) => {
        // The tags were read, so the bucket is the account's: what is denied now is denied by its policy or to our role.
        if (!isDenied(error)) throw error;
        refused.push(part);
        return value;
      };
    const policyIsPublic = await readPolicyStatus(s3, bucket).catch(refusedAs("the status of its policy", false));
    const grants = await readGrants(s3, bucket).catch(refusedAs("its policy", undefined));
    const acl = await readAcl(s3, bucket).catch(refusedAs("its ACL", { aclIsPublic: false, aclOthers: [] }));
    const { id: name, accountId } = target;
    const parts = { policyIsPublic, ...(grants && { grants }), ...acl, refused, wanted };
    return { name, accountId, tags, ...(block && { block }), ...parts };
  } catch (error) {
    if (codeOf(error) === "NoSuchBucket") return undefined;
    throw isDenied(error) ? explained(error, target) : error;
  }
}

interface Bucket {
  Bucket: string;
  ExpectedBucketOwner: string;
}

/** Keeps the code for error handling, and lists the causes that S3 does not distinguish. */
function explained(error: unknown, { id, accountId }: Target) {
  const causes = `a permission is missing, a policy denies it, or the bucket does not belong to account ${accountId}`;
  return coded(codeOf(error), `bucket ${id}: ${messageOf(error)} (${causes})`);
}

/** S3 reports some missing parts of a bucket as an error. */
function absent<Value>(code: string, value: Value) {
  return (error: unknown): Value => {
    if (codeOf(error) === code) return value;
    throw error;
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
async function readTags(s3: S3, bucket: Bucket): Promise<Record<string, string>> {
  const answer = await s3.getBucketTagging(bucket).catch(absent("NoSuchTagSet", { TagSet: [] }));
  return tagRecord(answer.TagSet);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
async function readBlock(s3: S3, bucket: Bucket): Promise<Block | undefined> {
  const answer = await s3
    .getPublicAccessBlock(bucket)
    .catch(absent("NoSuchPublicAccessBlockConfiguration", { PublicAccessBlockConfiguration: undefined }));
  const found = answer.PublicAccessBlockConfiguration;
  return (
    found && {
      BlockPublicAcls: found.BlockPublicAcls ?? false,
      IgnorePublicAcls: found.IgnorePublicAcls ?? false,
      BlockPublicPolicy: found.BlockPublicPolicy ?? false,
      RestrictPublicBuckets: found.RestrictPublicBuckets ?? false,
    }
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
async function readPolicyStatus(s3: S3, bucket: Bucket): Promise<boolean> {
  const none = { PolicyStatus: { IsPublic: false } };
  const answer = await s3.getBucketPolicyStatus(bucket).catch(absent("NoSuchBucketPolicy", none));
  return answer.PolicyStatus?.IsPublic ?? false;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
async function readGrants(s3: S3, bucket: Bucket): Promise<PolicyGrants | undefined> {
  const answer = await s3.getBucketPolicy(bucket).catch(absent("NoSuchBucketPolicy", { Policy: undefined }));
  return answer.Policy ? grantsOf(answer.Policy, bucket.ExpectedBucketOwner) : undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee */
async function readAcl(s3: S3, bucket: Bucket): Promise<Pick<BucketState, "aclIsPublic" | "aclOthers">> {
  const groups = ["AllUsers", "AuthenticatedUsers"].map((name) => `http://acs.amazonaws.com/groups/global/${name}`);
  const { Grants = [], Owner } = await s3.getBucketAcl(bucket);
  const grantees = Grants.flatMap((grant) => grant.Grantee ?? []);
  const others = grantees.filter(({ Type, ID }) => Type === "CanonicalUser" && ID !== Owner?.ID);
  return {
    aclIsPublic: grantees.some(({ URI }) => groups.includes(URI ?? "")),
    aclOthers: [...new Set(others.map(({ ID, DisplayName }) => ID ?? DisplayName ?? "without an id"))],
  };
}
