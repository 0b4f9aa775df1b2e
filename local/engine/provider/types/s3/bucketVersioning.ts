import {
  type BucketVersioningStatus,
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { bucketSetting } from "./setting";

export const bucketVersioning = bucketSetting({
  inputs: { versioningConfiguration: { fields: { status: {} } } },
  write: (bucket, inputs, s3) => setStatus(bucket, inputs.versioningConfiguration.status, s3),
  find: async (Bucket, s3) => {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    return Status && { versioningConfiguration: { status: Status } };
  },
  // A bucket that once had versions can only suspend them.
  remove: (bucket, s3) => setStatus(bucket, "Suspended", s3),
});

async function setStatus(Bucket: string, Status: BucketVersioningStatus, s3: S3Client): Promise<void> {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}
