import { expireApprovals } from "./approve";
import type { Decision } from "./journal/items";
import { sendDigests } from "./notices/digests";
import { keepPause } from "./pause";
import { remind } from "./reminders";
import type { Response } from "./response";
import type { Run } from "./run";

/** The `detail-type` of the message by which the schedule asks to end approvals and to remind people. */
export const upkeepDetailType = "Firebreak Upkeep";

/**
 * Does what has to be done from time to time without an event: ends approvals that nobody gave, reminds people of what is
 * held for long and of a pause, sends the digests.
 *
 * @returns undefined if the message is about something else
 */
export async function upkeep(run: Run, response: Response, text: string): Promise<Decision[] | undefined> {
  // A cheap look first: most messages are findings.
  if (!text.includes(upkeepDetailType)) return undefined;
  const message: Record<string, unknown> = JSON.parse(text);
  // Only the schedule of the security account can send this source: no rule lets it pass from the bus.
  if (message["source"] !== "firebreak" || message["detail-type"] !== upkeepDetailType) return undefined;
  const decisions = [...(await expireApprovals(run, response)), ...(await remind(run, response))];
  await keepPause(run);
  await sendDigests(run);
  return decisions;
}
