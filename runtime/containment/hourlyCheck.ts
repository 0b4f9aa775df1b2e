import { messageText } from "../messages/queueMessage";
import type { Decision } from "../model/journalItems";
import type { Response } from "../model/response";
import { sendDigests } from "../notices/digests";
import type { Run } from "../run/run";
import { expireApprovals } from "./approve";
import { lookAtHeld } from "./lookAtHeld";
import { keepPause } from "./pause";
import { remind } from "./reminders";

/**
 * The hourly work without an event: ends expired requests, reminds people of long-held containments and of a pause, sends the
 * digests, has decisions put on the bus that are not there yet, and checks everything that is held.
 */
export async function hourlyCheck(run: Run, response: Response): Promise<Decision[]> {
  // A message of its own: a bus that takes nothing must not stop the rest.
  await run.services.send?.([messageText("unsent")]);
  const ended = [...(await expireApprovals(run, response)), ...(await remind(run, response))];
  await keepPause(run);
  await sendDigests(run);
  return [...ended, ...(await lookAtHeld(run, response))];
}
