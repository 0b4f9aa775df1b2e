import { type BucketState, isBlocked } from "./state";

/**
 * What the block does not take away, each a sentence for people
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
 */
export function remains(state: BucketState): string[] {
  return [...(isBlocked(state) ? underTheBlock(state) : leftAsItIs()), ...principal(state)];
}

function underTheBlock({ policyIsPublic }: BucketState): string[] {
  return [
    "the policy and the ACLs that made the bucket public are still there: without the block they count again",
    ...(policyIsPublic
      ? ["its policy is public, so the block also cuts off other accounts that use the bucket through it"]
      : []),
    "what was copied before the block is out, and presigned URLs work until they expire",
  ];
}

const leftAsItIs = () => [
  "neither the bucket's policy nor its ACL makes it public, so its Block Public Access was left as it is",
  "ACLs of single objects were not read: one of them may still be public",
];

function principal({ wanted }: BucketState): string[] {
  return wanted.some((details) => details["onlyIfPublic"] === "yes")
    ? ["credentials that may use the bucket still work: Block Public Access does not stop them"]
    : [];
}
