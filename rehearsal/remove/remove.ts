import type { Place } from "../place";
import type { Attempt } from "./attempt";
import { removeBuckets } from "./buckets";
import { removeFunctions } from "./functions";
import { removeMachines } from "./machines";
import { removePrincipals } from "./principals";

/** The result of removing. */
export interface Removed {
  /** Removed resources, by id or name. */
  removed: string[];
  /** Resources that could not be removed, each with the reason. */
  left: string[];
}

/**
 * Removes all resources of all rehearsals in the account and Region, by their tag. Resources without the tag are kept,
 * even if they have such a name. A resource that cannot be removed does not stop the rest.
 *
 * @param pause waits between two checks of a slow deletion
 * @throws AWS's error if a list cannot be read
 */
export async function removeAll(place: Place, pause: (milliseconds: number) => Promise<void>): Promise<Removed> {
  const result: Removed = { removed: [], left: [] };
  const attempt: Attempt = async (what, call) => {
    try {
      await call();
      result.removed.push(what);
    } catch (error) {
      // A list may still contain a deleted resource.
      if (/NotFound|NoSuch/.test((error as Error).name)) return;
      result.left.push(`${what}: ${(error as Error).message}`);
    }
  };
  await Promise.all([
    removeMachines(place.clients.ec2, attempt, pause),
    removePrincipals(place, attempt),
    removeBuckets(place.clients.s3, attempt),
    removeFunctions(place.clients.lambda, attempt),
  ]);
  return result;
}
