import type { Place } from "../place";
import type { Attempt } from "./attempt";
import { removeBuckets } from "./buckets";
import { removeMachines } from "./machines";
import { removePrincipals } from "./principals";

/** What removing came to. */
export interface Removed {
  /** What is gone, by id or name. */
  removed: string[];
  /** What is still there, each with why. */
  left: string[];
}

/**
 * Removes everything in the account and Region that a rehearsal has made, of whatever run, by its tag: what has no such tag is
 * left alone, even under such a name. One thing that cannot be removed does not stop the rest.
 *
 * @param pause waits between two looks at what takes its time to go
 * @throws what AWS throws where not even a list can be read
 */
export async function removeAll(place: Place, pause: (milliseconds: number) => Promise<void>): Promise<Removed> {
  const result: Removed = { removed: [], left: [] };
  const attempt: Attempt = async (what, call) => {
    try {
      await call();
      result.removed.push(what);
    } catch (error) {
      // A list may still show what is gone.
      if (/NotFound|NoSuch/.test((error as Error).name)) return;
      result.left.push(`${what}: ${(error as Error).message}`);
    }
  };
  await Promise.all([
    removeMachines(place.clients.ec2, attempt, pause),
    removePrincipals(place, attempt),
    removeBuckets(place.clients.s3, attempt),
  ]);
  return result;
}
