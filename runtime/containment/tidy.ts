import { makeCall } from "../aws/openTarget";
import { messageOf } from "../lib/errors";
import type { OpenAttempt } from "./attempt";

/**
 * Takes away what was needed for the moment of a change only. What cannot be taken away now is left to the next look: no
 * target is less contained for it.
 */
export async function tidy({ run, response, open }: OpenAttempt, state: any): Promise<void> {
  try {
    for (const call of (await response.tidy?.(open.clients, state)) ?? []) await makeCall(open.clients, call);
  } catch (error) {
    run.services.log.warn("what was needed for a change is left over", {
      response: response.name,
      error: messageOf(error),
    });
  }
}
