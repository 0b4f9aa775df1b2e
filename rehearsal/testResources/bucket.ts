import type { Stage } from "../course";
import { nameOf, tagsOf } from "../names";

/** Creates an empty bucket with the run's tag and returns its name. */
export async function makeBucket({ run, place }: Stage, what: string): Promise<string> {
  const { s3 } = place.clients;
  const Bucket = nameOf(run, what);
  // In us-east-1 the location must be left out: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
  const there = place.region === "us-east-1" ? {} : { LocationConstraint: place.region as "eu-west-1" };
  await s3.createBucket({ Bucket, ...("LocationConstraint" in there && { CreateBucketConfiguration: there }) });
  await s3.putBucketTagging({ Bucket, Tagging: { TagSet: tagsOf(run) } });
  return Bucket;
}
