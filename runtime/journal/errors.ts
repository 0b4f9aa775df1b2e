import { type CodedError, coded } from "../lib/errors";

/** ClaimLost: another run has taken over the containment, and nothing was written. */
export const claimLost = (containment: string, why: string): CodedError =>
  coded("ClaimLost", `containment ${containment} is claimed by another run: ${why}`);

/** Contended: others changed the same item between each reading and writing. The next delivery tries again. */
export const contended = (item: string): CodedError =>
  coded("Contended", `others keep changing ${item} at the same time`);
