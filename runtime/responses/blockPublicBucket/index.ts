import { S3 } from "@aws-sdk/client-s3";
import type { Finding } from "../../model/finding";
import { leftToPerson } from "../../model/refusal";
import type { Response } from "../../model/response";
import type { Target } from "../../model/target";
import { typeNames } from "../../resources";
import { bucketTarget } from "../../resources/targets";
import { findingTypes, isAboutPrincipal } from "./findingTypes";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { type BucketClients, read } from "./read";
import { priorState, releasePlan } from "./release";
import { beyondReach, residualRisk } from "./residualRisk";
import { type BucketPriorState, type BucketState, isBlocked } from "./state";

/** Turns Block Public Access of a bucket on and leaves its policy and ACLs as they are. */
export const blockPublicBucket: Response<BucketState, BucketPriorState, unknown, BucketClients> = {
  name: "block-public-bucket",
  words: { done: "public access to the bucket blocked", undone: "block removed" },
  resourceTypes: ["AttackSequence", ...typeNames("s3-bucket")],
  kind: "s3-bucket",
  findingTypes,
  customAction: {
    id: "BlockBucketSH",
    name: "Block Public Bucket",
    description: "Firebreak blocks public access to the bucket",
  },
  targets(finding: Finding) {
    const buckets = finding.resources.filter((resource) => resource.kind === "s3-bucket");
    if (buckets.length === 0) return leftToPerson(`${finding.type} names no bucket`);
    // Always set: a hold without details would not count in `wanted`.
    const details = { onlyIfPublic: !finding.action && isAboutPrincipal(finding.type) ? "yes" : "no" };
    const targets = buckets.map((bucket): Target => ({ ...bucketTarget(bucket, bucket.id), details }));
    return targets.filter(({ arn }, index) => targets.findIndex((other) => other.arn === arn) === index);
  },
  // "This operation is not supported for directory buckets":
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html
  refuses: ({ id }) =>
    id.endsWith("--x-s3") ? `${id} is a directory bucket: S3 offers no Block Public Access for it` : undefined,
  clients: (config) => ({ s3: new S3({ ...config, followRegionRedirects: true }) }),
  read,
  tags: (state) => state.tags,
  plan,
  notNeeded: (state) =>
    isBlocked(state) ? undefined : "neither the bucket's policy nor its ACL makes it public, so it was left as it is",
  residualRisk,
  beyondReach,
  priorState,
  releasePlan,
  evidence: () => [],
  evidenceIn: () => [],
  permissions,
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
  undoneBy: {
    source: "aws.s3",
    calls: ["DeleteBucketPublicAccessBlock", "PutBucketPublicAccessBlock"],
    shared: [],
    regional: false,
  },
};
