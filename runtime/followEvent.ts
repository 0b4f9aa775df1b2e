import { followAutomation, sweepAutomations } from "./followAutomation";
import { automationDetailType, automationStatusReader } from "./intake/automationStatus";
import type { Decision } from "./journal/items";
import type { Response } from "./response";
import type { Run } from "./run";

/** The `detail-type` of the message by which the security account's own schedule asks for a look at all that runs. */
export const sweepDetailType = "Firebreak Sweep";

/**
 * Goes on with what was started, if the message says that something of it has ended or that it is time to look.
 *
 * @returns undefined if the message is about something else
 * @throws what following throws, and a ZodError for a malformed event of SSM Automation
 */
export async function followEvent(run: Run, response: Response, text: string): Promise<Decision[] | undefined> {
  let event: Record<string, unknown> | null;
  try {
    event = JSON.parse(text);
  } catch {
    return undefined;
  }
  const kind = event?.["detail-type"];
  if (kind === sweepDetailType) return sweepAutomations(run, response);
  if (kind !== automationDetailType) return undefined;
  return followAutomation(run, response, automationStatusReader()(event));
}
