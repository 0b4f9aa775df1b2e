import * as awsx from "@pulumi/awsx";

/** The one component of awsx that the local engine knows. */
const audit = new awsx.cloudtrail.Trail("audit", { enableLogFileValidation: true, tags: { purpose: "audit" } });

export const trail = audit.trail.arn;
export const bucket = audit.bucket.apply((found) => found!.id);
