import {
  DeleteBucketOwnershipControlsCommand,
  GetBucketOwnershipControlsCommand,
  PutBucketOwnershipControlsCommand,
} from "@aws-sdk/client-s3";
import { bucketSetting } from "./setting";

export const bucketOwnershipControls = bucketSetting({
  inputs: { rule: { fields: { objectOwnership: {} } } },
  write: (Bucket, { rule }, s3) => {
    const OwnershipControls = { Rules: [{ ObjectOwnership: rule.objectOwnership }] };
    return s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  },
  find: async (Bucket, s3) => {
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    const rule = OwnershipControls?.Rules?.[0];
    return rule && { rule: { objectOwnership: rule.ObjectOwnership } };
  },
  remove: (Bucket, s3) => s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket })),
});
