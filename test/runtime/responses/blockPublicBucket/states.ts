import fc from "fast-check";
import type { Block } from "../../../../runtime/resources/publicAccessBlock";
import { type Bucket, bucketWith } from "./model";

/** A set of switches from four bits. */
export const blockOf = (bits: number): Block => ({
  BlockPublicAcls: (bits & 1) > 0,
  IgnorePublicAcls: (bits & 2) > 0,
  BlockPublicPolicy: (bits & 4) > 0,
  RestrictPublicBuckets: (bits & 8) > 0,
});

/** All sixteen sets of switches and their absence. */
export const allBlocks: (Block | undefined)[] = [undefined, ...Array.from({ length: 16 }, (_, bits) => blockOf(bits))];

export const blocks = fc.constantFrom(...allBlocks).map((block) => block && { ...block });

/** Any bucket that blocking may meet. */
export const buckets: fc.Arbitrary<Bucket> = fc
  .record({
    block: blocks,
    policyIsPublic: fc.constantFrom(undefined, false, true),
    aclGroups: fc.subarray(["global/AllUsers", "global/AuthenticatedUsers", "s3/LogDelivery"]),
    tags: fc.constantFrom<Record<string, string>>({}, { team: "web" }),
  })
  .map((parts) => bucketWith({ ...parts, tags: { ...parts.tags }, aclGroups: [...parts.aclGroups] }));

/** What the findings that hold the bucket request. */
export const wishes = fc.array(fc.constantFrom({ onlyIfPublic: "yes" }, { onlyIfPublic: "no" }), { maxLength: 3 });
