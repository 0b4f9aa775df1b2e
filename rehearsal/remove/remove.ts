import type { Place } from "../place";
import type { Attempt, Pause } from "./attempt";
import { removeBuckets } from "./buckets";
import { removeClusters } from "./clusters";
import { removeFunctions } from "./functions";
import { removeMachines } from "./machines";
import { removeNetworks } from "./networks";
import { removePrincipals } from "./principals";
import { removeTrails } from "./trails";

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
export async function removeAll(place: Place, pause: Pause): Promise<Removed> {
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
  const { ec2, ecs, lambda, s3 } = place.clients;
  const machines = async () => {
    await Promise.all([removeMachines(ec2, attempt, pause), removeClusters(ecs, attempt, pause)]);
    await removeNetworks(ec2, attempt, pause);
  };
  const stores = async () => {
    await removeTrails(place, attempt);
    await removeBuckets(s3, attempt);
  };
  await Promise.all([machines(), stores(), removePrincipals(place, attempt), removeFunctions(lambda, attempt)]);
  return result;
}
