import { problem } from "./problem";
import type { World } from "./world";

/**
 * Asks whether something is to be done.
 *
 * @param yes whether the answer was given on the command line
 * @throws Problem with exit code 2 if nobody can answer, 1 if the answer is not yes
 */
export async function confirm(world: World, question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!world.interactive) {
    throw problem(`${question} There is no terminal to ask at: give --yes if it is to be done.`, 2);
  }
  const answer = (await world.ask(`${question} [y/N] `)).trim().toLowerCase();
  if (["y", "yes"].includes(answer)) return;
  throw problem("Nothing was done.");
}
