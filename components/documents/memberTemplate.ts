import { version } from "../../runtime/lib/version";

/** The two templates of a member account: what it has once, in the home Region, and what each of its Regions has. */
export const templateParts = ["account", "regions"] as const;
export type TemplatePart = (typeof templateParts)[number];

/** The metadata by which a template is known. */
export const templateMark = (Template: TemplatePart, Regions: string[]) => ({
  Firebreak: { Version: version, Template, Regions },
});

/** The largest template that a call takes, in bytes: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const largestInCall = 51_200;

/**
 * The largest template in a bucket, in bytes: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
 * has 1 MB.
 */
export const largestInBucket = 1_000_000;

/** Whether a call takes this template; a larger one is read from a bucket. */
export const fitsCall = (body: string): boolean => Buffer.byteLength(body) <= largestInCall;
