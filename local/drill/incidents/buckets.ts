import { accounts } from "../../world/accounts";
import { makePublicBucket, s3In, switchesOn } from "../../world/buckets";
import { evaluate } from "../../world/compliance";
import type { Incident, Stage } from "./incident";

const { website } = accounts;

/** What happens to buckets. */
export async function bucketIncidents({ world }: Stage): Promise<Incident[]> {
  const s3 = s3In(world, "website");
  await makePublicBucket(s3, "website-invoices");
  await makePublicBucket(s3, "website-pictures", { SecurityException: "a public website" });
  const report = (resourceId: string) =>
    evaluate(world.endpoint, {
      account: website.id,
      rule: "S3_BUCKET_PUBLIC_READ_PROHIBITED",
      resourceType: "AWS::S3::Bucket",
      resourceId,
      compliance: "NON_COMPLIANT",
    });
  return [
    {
      title: "website: Config finds a public bucket",
      expected: "contained",
      happen: () => report("website-invoices"),
      proof: async () => ((await switchesOn(s3, "website-invoices")) === 4 ? undefined : "it is still public"),
    },
    {
      title: "website: Config finds a public bucket that is meant to be public",
      expected: "exempt",
      happen: () => report("website-pictures"),
      proof: async () => ((await switchesOn(s3, "website-pictures")) ? "it was changed" : undefined),
    },
  ];
}
