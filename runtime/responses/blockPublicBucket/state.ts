import { type Block, fullBlock, sameBlock } from "../../resources/publicAccessBlock";
import type { PolicyGrants } from "./grants";

/** Everything that blocking reads of a bucket, as one plain object. */
export interface BucketState {
  name: string;
  /** The expected owner: S3 refuses every call if the bucket belongs to another account. */
  accountId: string;
  tags: Record<string, string>;
  /** The bucket's own switches; absent if it never had any. Those of the account come on top. */
  block?: Block;
  /** Whether S3 considers the policy public: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
  policyIsPublic: boolean;
  /** Whether the effective ACL grants public access. Under IgnorePublicAcls, S3 hides such grants. */
  aclIsPublic: boolean;
  /** What the policy allows besides public access; undefined if there is no policy or it could not be read. */
  grants?: PolicyGrants;
  /** Canonical ids of other accounts with grants in the ACL of the bucket. */
  aclOthers: string[];
  /** The parts that S3 refused to show. Nothing proves that they are not public. */
  refused: string[];
  /** The `details` of the target in every finding that holds it. */
  wanted: Record<string, string>[];
}

/** The prior state that a release restores, and what made the bucket public, as far as it was visible before the block. */
export interface BucketPriorState {
  /** Null if the bucket had no switches at all, which is not the same as four that are off. */
  block: Block | null;
  policyIsPublic: boolean;
  aclIsPublic: boolean;
}

/** Whether all four switches are on. */
export function isBlocked({ block }: Pick<BucketState, "block">): boolean {
  return sameBlock(block, fullBlock);
}

/**
 * Whether policy or ACL grant public access and the bucket's switches do not stop it. The account's switches are ignored: at
 * worst, a bucket that they protect already is blocked once more. ACLs of individual objects are not visible. What could not be
 * read counts as public: a policy may deny that it is read, and the block does not affect what is not public.
 */
export function isPublic({ block, policyIsPublic, aclIsPublic, refused }: BucketState): boolean {
  if (refused.length > 0 && !(block?.RestrictPublicBuckets && block.IgnorePublicAcls)) return true;
  return (policyIsPublic && !block?.RestrictPublicBuckets) || (aclIsPublic && !block?.IgnorePublicAcls);
}

/** Whether every finding that holds the bucket requests the block only if the bucket is public. */
export function isOnlyIfPublic({ wanted }: Pick<BucketState, "wanted">): boolean {
  return wanted.length > 0 && wanted.every((details) => details["onlyIfPublic"] === "yes");
}
