import { messageText } from "../messages/queueMessage";
import type { Run } from "../run/run";
import type { Attempt } from "./attempt";

/** Seconds until the follow-up check that closes what a run opened. A live run closes it sooner. */
export const unfinishedAfter = 45;

/** Schedules a check of what is about to be opened (`finishOpened`). A queue that does not answer must not delay the cut. */
export async function sendUnfinished(run: Run, { containment, finding, target }: Attempt): Promise<void> {
  const message = messageText("unfinished", { containment: containment.id, finding, target });
  await run.services
    .send?.([message], unfinishedAfter)
    .catch((error: Error) =>
      run.services.log.warn("the follow-up check that closes it could not be scheduled", { error: error.message }),
    );
}
