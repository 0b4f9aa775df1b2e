import { makeCall } from "../aws/openTarget";
import { messageOf } from "../lib/errors";
import type { OpenAttempt } from "./attempt";

/**
 * Removes temporary changes. What cannot be removed now is left to the next check: the target is contained all the same.
 */
export async function tidy({ run, response, open }: OpenAttempt, state: any): Promise<void> {
  try {
    for (const call of (await response.tidy?.(open.clients, state)) ?? []) await makeCall(open.clients, call);
  } catch (error) {
    run.services.log.warn("a temporary change could not be removed", {
      response: response.name,
      error: messageOf(error),
    });
  }
}
