import type { Call, ReleasePlan } from "../../model/call";
import { inWords, sameBlock } from "../../resources/publicAccessBlock";
import { type BucketPriorState, type BucketState, isBlocked } from "./state";

/** The prior state that a release restores, taken before the first change. */
export function priorState(state: BucketState): BucketPriorState {
  const { block, policyIsPublic, aclIsPublic } = state;
  return { block: block ? { ...block } : null, policyIsPublic, aclIsPublic };
}

/**
 * Restores the earlier switches, or removes them if there were none. Switches that are neither as the containment left them nor
 * as in the prior state were changed by others: they stay.
 */
export function releasePlan(state: BucketState, saved: BucketPriorState): ReleasePlan {
  if (sameBlock(state.block, saved.block)) return { calls: [], drift: [] };
  if (isBlocked(state)) return { calls: [putBack(state, saved)], drift: [] };
  const drift = `others changed Block Public Access: it is now ${inWords(state.block)}, and left as it is (prior state: ${inWords(saved.block)})`;
  return { calls: [], drift: [drift] };
}

function putBack(state: BucketState, saved: BucketPriorState): Call {
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

/** The block may hide public access, so the prior state counts too. */
function exposure(state: BucketState, saved: BucketPriorState): string {
  const opened = [
    ...((saved.policyIsPublic || state.policyIsPublic) && !saved.block?.RestrictPublicBuckets ? ["policy"] : []),
    ...((saved.aclIsPublic || state.aclIsPublic) && !saved.block?.IgnorePublicAcls ? ["ACL"] : []),
  ];
  return opened.length > 0 ? `; its ${opened.join(" and ")} may make it public again` : "";
}
