import { expireApprovals } from "./approve";
import { lookAtHeld } from "./containment/lookAtHeld";
import type { Decision } from "./journal/items";
import { sendDigests } from "./notices/digests";
import { keepPause } from "./pause";
import { remind } from "./reminders";
import type { Response } from "./response";
import type { Run } from "./run";

/**
 * Does what has to be done every hour without an event: ends approvals that nobody gave, reminds people of what is held for
 * long and of a pause, sends the digests, and looks at everything that is held.
 */
export async function upkeep(run: Run, response: Response): Promise<Decision[]> {
  const ended = [...(await expireApprovals(run, response)), ...(await remind(run, response))];
  await keepPause(run);
  await sendDigests(run);
  return [...ended, ...(await lookAtHeld(run, response))];
}
