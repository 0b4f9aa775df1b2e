import { messageText } from "../messages/queueMessage";
import type { Run } from "../model/run";
import type { Attempt } from "./attempt";

/** Seconds until it is looked at whether what a run opened is closed. A run that is alive closes within less. */
export const unfinishedAfter = 45;

/** Asks for a look at what is about to be opened, see `finishOpened`. A queue that does not answer must not keep the network open. */
export async function sendUnfinished(run: Run, { containment, finding, target }: Attempt): Promise<void> {
  const message = messageText("unfinished", { containment: containment.id, finding, target });
  await run.services
    .send?.([message], unfinishedAfter)
    .catch((error: Error) =>
      run.services.log.warn("nobody looks later whether it is closed", { error: error.message }),
    );
}
