import { inShort } from "./grants";
import { type BucketState, isBlocked } from "./state";

/**
 * What the block does not take away, each a sentence for people
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html). The block of a bucket holds
 * for requests through its access points and multi-Region access points too
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/multi-region-access-point-block-public-access.html); their own blocks
 * cannot be changed.
 */
export function remains(state: BucketState): string[] {
  return [
    ...beyondReach(state),
    ...(isBlocked(state) ? underTheBlock(state) : leftAsItIs()),
    ...principal(state),
  ].filter((text, index, all) => all.indexOf(text) === index);
}

/** What may still let others in and was not looked at, and the channel of a finding that the block does not cut. */
export function beyondReach(state: BucketState): string[] {
  const { refused, grants, wanted } = state;
  if (!isBlocked(state)) return [];
  return [
    // The finding that is worked on comes last.
    ...(wanted.at(-1)?.["onlyIfPublic"] === "yes" ? principal(state) : []),
    ...(grants?.delegated
      ? [
          "its policy leaves to the policies of access points who comes in, and those were not read: what they let in for " +
            "everybody is blocked, what they give to single accounts is not",
        ]
      : []),
    ...(refused.length > 0
      ? [`S3 refused to tell ${refused.join(", ")}: who gets in besides the public is not known`]
      : []),
  ];
}

function underTheBlock(state: BucketState): string[] {
  return [
    "the policy and the ACLs that made the bucket public are still there: without the block they count again",
    ...(state.policyIsPublic
      ? ["its policy is public, so the block also cuts off other accounts that use the bucket through it"]
      : []),
    ...notPublic(state),
    "what was copied before the block is out, and presigned URLs work until they expire",
    "ACLs of single objects were not read: one of them may give the object to another account",
  ];
}

/** Who gets in without being the public. Under a public policy the block leaves services and the own account only. */
function notPublic({ grants, aclOthers, policyIsPublic }: BucketState): string[] {
  const { others = [], services = [] } = grants ?? {};
  return [
    ...(others.length > 0 && !policyIsPublic
      ? [`its policy still lets in ${inShort(others)}: that is not public, and the block does not stop it`]
      : []),
    ...(services.length > 0
      ? [`its policy still lets in services of AWS (${inShort(services)}), which may serve it to everybody`]
      : []),
    ...(aclOthers.length > 0
      ? [`its ACL still gives access to other accounts (canonical ids ${inShort(aclOthers, 3)})`]
      : []),
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
