import { problem } from "./problem";
import type { World } from "./world";

/**
 * Asks the user to confirm an action.
 *
 * @param yes whether the user confirmed on the command line
 * @throws Problem with exit code 2 if there is no terminal, 1 if the answer is not yes
 */
export async function confirm(world: World, question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!world.interactive) {
    throw problem(`${question} There is no terminal to confirm at: use --yes to confirm.`, 2);
  }
  const answer = (await world.ask(`${question} [y/N] `)).trim().toLowerCase();
  if (["y", "yes"].includes(answer)) return;
  throw problem("Cancelled. Nothing was changed.");
}
