import { deflateRawSync } from "node:zlib";

/**
 * The compressed size that AWS allows a session policy, in bytes. AWS says that there is such a limit, and that it can be met
 * below 2,048 characters, but not how it is reckoned (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
 * By public reports of refused policies, their strings deflated, it lies between 258 and 371; this is the middle.
 */
const packedLimit = 300;

/** The part of that size that a session policy takes by this model, in percent. */
export const packedPercent = (policy: string): number =>
  Math.ceil((100 * deflateRawSync(strings(JSON.parse(policy)).join("\0"), { level: 9 }).length) / packedLimit);

/** The values of a document, without its keys. */
function strings(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.values(value).flatMap(strings);
}
