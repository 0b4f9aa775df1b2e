import type { S3 } from "@aws-sdk/client-s3";
import { namePrefix, runIn } from "../names";
import type { Attempt } from "./attempt";

/** Removes buckets. A rehearsal stores nothing in them, so a bucket that is not empty is kept. */
export async function removeBuckets(s3: S3, attempt: Attempt): Promise<void> {
  const { Buckets = [] } = await s3.listBuckets({ Prefix: namePrefix });
  for (const { Name } of Buckets.filter((bucket) => bucket.Name!.startsWith(namePrefix))) {
    const Bucket = Name!;
    const tags = await s3.getBucketTagging({ Bucket }).catch((error: Error) => {
      if (/NoSuch/.test(error.name)) return { TagSet: [] };
      throw error;
    });
    if (runIn(tags.TagSet) !== undefined) await attempt(`bucket ${Bucket}`, () => s3.deleteBucket({ Bucket }));
  }
}
