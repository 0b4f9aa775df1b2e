import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { bucketSetting } from "./setting";

export const bucketPolicy = bucketSetting({
  inputs: { policy: { json: true } },
  write: (Bucket, { policy: Policy }, s3) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy })),
  find: async (Bucket, s3) => ({ policy: (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy }),
  remove: (Bucket, s3) => s3.send(new DeleteBucketPolicyCommand({ Bucket })),
});
