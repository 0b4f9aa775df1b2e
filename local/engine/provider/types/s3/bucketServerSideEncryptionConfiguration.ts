import {
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
} from "@aws-sdk/client-s3";
import type { Properties } from "../../properties";
import { bucketSetting } from "./setting";

const algorithm = { fields: { sseAlgorithm: {}, kmsMasterKeyId: {} } };

export const bucketServerSideEncryptionConfiguration = bucketSetting({
  inputs: { rules: { fields: { bucketKeyEnabled: {}, applyServerSideEncryptionByDefault: algorithm } } },
  write: (Bucket, { rules }, s3) =>
    s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: rules.map(({ applyServerSideEncryptionByDefault: by, bucketKeyEnabled }: Properties) => ({
            BucketKeyEnabled: bucketKeyEnabled,
            ApplyServerSideEncryptionByDefault: by && {
              SSEAlgorithm: by.sseAlgorithm,
              KMSMasterKeyID: by.kmsMasterKeyId,
            },
          })),
        },
      }),
    ),
  find: async (Bucket, s3) => {
    const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const rules = answer.ServerSideEncryptionConfiguration?.Rules?.map((rule) => {
      const by = rule.ApplyServerSideEncryptionByDefault;
      return {
        bucketKeyEnabled: rule.BucketKeyEnabled,
        applyServerSideEncryptionByDefault: by && {
          sseAlgorithm: by.SSEAlgorithm,
          kmsMasterKeyId: by.KMSMasterKeyID,
        },
      };
    });
    return rules && { rules };
  },
  // S3 goes back to encryption with its own keys.
  remove: (Bucket, s3) => s3.send(new DeleteBucketEncryptionCommand({ Bucket })),
});
