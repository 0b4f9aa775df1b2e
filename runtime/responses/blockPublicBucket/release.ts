import type { Call, ReleasePlan } from "../../model/call";
import { type BucketBefore, type BucketState, inWords, isBlocked, sameBlock } from "./state";

/** What a release puts back, taken before the first change. */
export function before(state: BucketState): BucketBefore {
  const { block, policyIsPublic, aclIsPublic } = state;
  return { block: block ? { ...block } : null, policyIsPublic, aclIsPublic };
}

/**
 * Puts the earlier switches back, or takes them away if there were none. Switches that are neither as containment left
 * them nor as they were before have been set by somebody else: they stay.
 */
export function releasePlan(state: BucketState, saved: BucketBefore): ReleasePlan {
  if (sameBlock(state.block, saved.block)) return { calls: [], drift: [] };
  if (isBlocked(state)) return { calls: [putBack(state, saved)], drift: [] };
  const drift = `Block Public Access is ${inWords(state.block)}, set by somebody else: it stays; before it was ${inWords(saved.block)}`;
  return { calls: [], drift: [drift] };
}

function putBack(state: BucketState, saved: BucketBefore): Call {
  const target = { Bucket: state.name, ExpectedBucketOwner: state.accountId };
  const common = {
    service: "s3",
    reason: `as before the block: ${inWords(saved.block)}${exposure(state, saved)}`,
    changes: ["block", "policy", "acl"],
  };
  return saved.block
    ? {
        ...common,
        operation: "PutPublicAccessBlock",
        input: { ...target, PublicAccessBlockConfiguration: { ...saved.block } },
      }
    : { ...common, operation: "DeletePublicAccessBlock", input: target };
}

/** The block may hide what is public, so what was seen before it counts as well. */
function exposure(state: BucketState, saved: BucketBefore): string {
  const opened = [
    ...((saved.policyIsPublic || state.policyIsPublic) && !saved.block?.RestrictPublicBuckets ? ["policy"] : []),
    ...((saved.aclIsPublic || state.aclIsPublic) && !saved.block?.IgnorePublicAcls ? ["ACL"] : []),
  ];
  return opened.length > 0 ? `; its ${opened.join(" and ")} may make it public again` : "";
}
