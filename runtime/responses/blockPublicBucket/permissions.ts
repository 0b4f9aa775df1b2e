import type { Permission } from "../../model/permission";

// Neither account nor Region: ARNs of buckets have none. The role's own account and ExpectedBucketOwner take their place.
const bucket = "arn:{partition}:s3:::{target}";

/** What blocking and its release may call in the account of the bucket. */
export const permissions: Permission[] = [
  {
    sid: "ReadBucket",
    actions: [
      "s3:GetBucketAcl",
      "s3:GetBucketPolicy",
      "s3:GetBucketPolicyStatus",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketTagging",
    ],
    resources: [bucket],
  },
  // Covers DeletePublicAccessBlock: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html
  { sid: "BlockBucket", actions: ["s3:PutBucketPublicAccessBlock"], resources: [bucket] },
];
