import type { Call } from "../../model/call";
import { fullBlock, inWords } from "../../resources/publicAccessBlock";
import { type BucketState, isBlocked, isOnlyIfPublic, isPublic } from "./state";

/**
 * One call that turns all four switches on, unless they are on. A put replaces the whole set
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html). Empty if the findings request the block only
 * for a public bucket and the bucket is not public.
 */
export function plan(state: BucketState): Call[] {
  if (isBlocked(state) || (isOnlyIfPublic(state) && !isPublic(state))) return [];
  return [
    {
      service: "s3",
      operation: "PutPublicAccessBlock",
      input: {
        Bucket: state.name,
        ExpectedBucketOwner: state.accountId,
        PublicAccessBlockConfiguration: { ...fullBlock },
      },
      reason: `Block Public Access of the bucket is ${inWords(state.block)}: all four switches must be on`,
      // Policy status and ACL may look different under the block.
      changes: ["block", "policy", "acl"],
    },
  ];
}
