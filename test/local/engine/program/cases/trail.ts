import * as awsx from "@pulumi/awsx";

/** The one component of awsx that the local engine knows, with its own bucket and with the bucket of the first. */
const audit = new awsx.cloudtrail.Trail("audit", { enableLogFileValidation: true, tags: { purpose: "audit" } });

new awsx.cloudtrail.Trail("second", {
  s3Bucket: { existing: { name: audit.bucket.apply((found) => found!.id) } },
  isMultiRegionTrail: true,
});

export const trail = audit.trail.arn;
export const bucket = audit.bucket.apply((found) => found!.id);
