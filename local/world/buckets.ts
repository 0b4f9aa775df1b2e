import { S3 } from "@aws-sdk/client-s3";
import { accounts, region, rootOf } from "./accounts";
import { tagList } from "./tagList";
import type { World } from "./world";

/** S3 in one of the accounts, as its root user: the workload's owner, not the product. */
export const s3In = (world: World, account: keyof typeof accounts) =>
  new S3({ ...rootOf(accounts[account].id, world.endpoint), forcePathStyle: true });

/** Creates a bucket whose policy allows public read access. */
export async function makePublicBucket(s3: S3, Bucket: string, tags: Record<string, string> = {}): Promise<void> {
  await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
  await s3.deletePublicAccessBlock({ Bucket });
  const Statement = [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` }];
  await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  const TagSet = tagList(tags);
  if (TagSet.length > 0) await s3.putBucketTagging({ Bucket, Tagging: { TagSet } });
}
