import { createHash } from "node:crypto";

const mark = "firebreak fleet, fingerprint ";

/**
 * A mark of everything that a deployment depends on, apart from what is in the account: the program, the packages, the settings.
 *
 * @param parts in an order that is always the same
 */
export const fingerprintOf = (parts: string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);

/** The message of an update, from which a later run knows what was deployed. */
export const messageOf = (fingerprint: string): string => `${mark}${fingerprint}`;
