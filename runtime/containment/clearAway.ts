import { openTarget } from "../aws/openTarget";
import type { Finding } from "../model/finding";
import type { Decision } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Target } from "../model/target";
import type { Run } from "../run/run";
import { type OpenAttempt, readContext } from "./attempt";
import { claimPatiently } from "./claimPatiently";
import { previousNotified } from "./decide";
import { giveUp, goneFrom } from "./ending";
import { readTarget, removeUnneeded } from "./execute";

/**
 * Removes what a held containment made on other resources and its target no longer needs: everything if the target is gone. AWS
 * gives the addresses to others, whom it would hit, so no mode, exception or pause keeps it. Contains nothing.
 *
 * @returns the decision that ends the containment, if the target is gone
 * @throws Busy, ClaimLost, or what AWS throws
 */
export async function clearAway(
  run: Run,
  response: Response,
  finding: Finding,
  target: Target,
): Promise<Decision | undefined> {
  const writer = run.services.journal.writer(run.id);
  const containment = await claimPatiently(run, writer, response, target);
  const context = readContext(containment.id, containment, target);
  const attempt = { run, response, finding, target, writer, containment, context };
  try {
    const previous = await previousNotified(run, response, finding.id, target);
    const opened: OpenAttempt = { ...attempt, previous, open: await openTarget(run, response, target, "contain") };
    const state = await readTarget(opened, { stale: [] });
    if (state === undefined) return await goneFrom(opened);
    const removed = await removeUnneeded(opened, state);
    run.services.log.info("removed what it no longer needs", { containment: containment.id, calls: removed });
  } catch (error) {
    if (run.lastAttempt) await giveUp({ ...attempt, previous: undefined }, error);
    else await writer.unclaim(containment);
    throw error;
  }
  await writer.unclaim(containment);
  return undefined;
}
