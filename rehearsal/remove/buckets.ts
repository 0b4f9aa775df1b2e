import type { S3 } from "@aws-sdk/client-s3";
import { pages } from "../../runtime/aws/pages";
import { namePrefix, runIn } from "../names";
import { trailSuffix } from "../testResources/trail";
import type { Attempt } from "./attempt";

/**
 * Removes buckets, and the logs in the bucket of a trail. A rehearsal stores nothing in the others, so one that is not empty is kept.
 */
export async function removeBuckets(s3: S3, attempt: Attempt): Promise<void> {
  const { Buckets = [] } = await s3.listBuckets({ Prefix: namePrefix });
  for (const { Name } of Buckets.filter((bucket) => bucket.Name!.startsWith(namePrefix))) {
    const Bucket = Name!;
    const tags = await s3.getBucketTagging({ Bucket }).catch((error: Error) => {
      if (/NoSuch/.test(error.name)) return { TagSet: [] };
      throw error;
    });
    if (runIn(tags.TagSet) === undefined) continue;
    await attempt(`bucket ${Bucket}`, async () => {
      if (Bucket.endsWith(`-${trailSuffix}`)) await emptyBucket(s3, Bucket);
      await s3.deleteBucket({ Bucket });
    });
  }
}

async function emptyBucket(s3: S3, Bucket: string): Promise<void> {
  const logs = await pages(
    (ContinuationToken) => s3.listObjectsV2({ Bucket, ...(ContinuationToken && { ContinuationToken }) }),
    (page) => page.Contents,
    (page) => page.NextContinuationToken,
  );
  for (const { Key } of logs) await s3.deleteObject({ Bucket, Key: Key! });
}
