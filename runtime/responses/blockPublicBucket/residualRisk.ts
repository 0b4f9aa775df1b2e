import { inShort } from "../../lib/inShort";
import { type BucketState, isBlocked } from "./state";

/**
 * The residual risk of the block, one sentence each
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html). The block of a bucket holds
 * for requests through its access points and multi-Region access points too
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/multi-region-access-point-block-public-access.html); their own blocks
 * cannot be changed.
 */
export function residualRisk(state: BucketState): string[] {
  return [
    ...beyondReach(state),
    ...(isBlocked(state) ? underTheBlock(state) : leftAsItIs()),
    ...principal(state),
  ].filter((text, index, all) => all.indexOf(text) === index);
}

/** Possible access that was not checked, and the channel of a finding that the block does not cut. */
export function beyondReach(state: BucketState): string[] {
  const { refused, grants, wanted } = state;
  if (!isBlocked(state)) return [];
  return [
    // The finding that is worked on comes last.
    ...(wanted.at(-1)?.["onlyIfPublic"] === "yes" ? principal(state) : []),
    ...(grants?.delegated
      ? [
          "its policy delegates access control to access points, whose policies were not read: their public access is blocked, " +
            "but not the access that they grant to individual accounts",
        ]
      : []),
    ...(refused.length > 0
      ? [`S3 denied access to ${refused.join(", ")}: who has access besides the public is unknown`]
      : []),
  ];
}

function underTheBlock(state: BucketState): string[] {
  return [
    "the policy and the ACLs that made the bucket public are still there: they take effect again without the block",
    ...(state.policyIsPublic
      ? ["its policy is public, so the block also cuts off other accounts that use the bucket through it"]
      : []),
    ...notPublic(state),
    "data that was copied before the block stays exposed, and presigned URLs work until they expire",
    "ACLs of individual objects were not read: one of them may grant another account access",
  ];
}

/** Access that is not public. Under a public policy, the block leaves only services and the bucket's own account. */
function notPublic({ grants, aclOthers, policyIsPublic }: BucketState): string[] {
  const { others = [], services = [] } = grants ?? {};
  return [
    ...(others.length > 0 && !policyIsPublic
      ? [`its policy still allows ${inShort(others, 10)}: this is not public access, and the block does not stop it`]
      : []),
    ...(services.length > 0
      ? [`its policy still allows AWS services (${inShort(services, 10)}), which may serve it to the public`]
      : []),
    ...(aclOthers.length > 0
      ? [`its ACL still gives access to other accounts (canonical ids ${inShort(aclOthers, 3)})`]
      : []),
  ];
}

const leftAsItIs = () => [
  "neither the bucket's policy nor its ACL makes it public, so its Block Public Access was left as it is",
  "ACLs of individual objects were not read: one of them may still be public",
];

function principal({ wanted }: BucketState): string[] {
  return wanted.some((details) => details["onlyIfPublic"] === "yes")
    ? ["credentials with access to the bucket still work: Block Public Access does not stop them"]
    : [];
}
