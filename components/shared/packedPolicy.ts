import { deflateRawSync } from "node:zlib";

/**
 * The limit of a session policy's compressed size, in bytes. AWS documents that the limit exists, and that a policy
 * below 2,048 characters can exceed it, but not how it is calculated
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). According to public reports of refused
 * policies, with their strings deflated, it is between 258 and 371; this is about the middle.
 */
const packedLimit = 300;

/** The share of the limit that a session policy uses in this model, in percent. */
export const packedPercent = (policy: string): number =>
  Math.ceil((100 * deflateRawSync(strings(JSON.parse(policy)).join("\0"), { level: 9 }).length) / packedLimit);

/** The string values of a document, without its keys. */
function strings(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.values(value).flatMap(strings);
}
