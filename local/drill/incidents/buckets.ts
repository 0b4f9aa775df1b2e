import { exemptBucket, publicBucket } from "../../../rehearsal/incidents/posture";
import { makePublicBucket } from "../../world/buckets";
import type { Incident, Stage } from "./incident";

/** Incidents with buckets. */
export async function bucketIncidents({ places: { website } }: Stage): Promise<Incident[]> {
  const { s3 } = website.clients;
  await makePublicBucket(s3, "website-invoices");
  await makePublicBucket(s3, "website-pictures", { SecurityException: "a public website" });
  return [publicBucket(website, "website-invoices"), exemptBucket(website, "website-pictures")];
}
