import { openTarget } from "../aws/openTarget";
import { doubt, wait } from "../lib/wait";
import type { Containment, Decision } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Run } from "../run/run";
import { type Attempt, type OpenAttempt, readContext } from "./attempt";
import { contain } from "./contain";
import { closeLeftOpen, readTarget } from "./execute";
import { tidy } from "./tidy";

/**
 * Closes what a run opened before it died, regardless of any exception, mode or pause, and finishes the containment. It does
 * not wait for the claim: closing twice is harmless. Temporary changes are removed.
 */
export async function finishOpened(
  run: Run,
  response: Response,
  { containment: id, finding, target }: { containment: string } & Pick<Attempt, "finding" | "target">,
): Promise<Decision[]> {
  const { journal } = run.services;
  const containment = await journal.getContainment(id);
  if (!containment?.priorState) return [];
  const open = await openTarget(run, response, target, "contain");
  const writer = journal.writer(run.id);
  const context = readContext(id, containment, target);
  const attempt: OpenAttempt = {
    run,
    response,
    finding,
    target,
    writer,
    containment,
    previous: undefined,
    open,
    context,
  };
  const read = () => readTarget(attempt, { stale: [], urgent: true });
  let state = await read();
  if (state === undefined) return [];
  let left = response.leftOpen?.(state) ?? [];
  if (left.length === 0 && isClaimed(containment)) {
    // The run may have died right after opening, and AWS's answers may be older.
    await wait(doubt);
    state = await read();
    if (state === undefined) return [];
    left = response.leftOpen?.(state) ?? [];
  }
  if (left.length > 0) {
    run.services.log.warn("a run left the target open", { containment: id, parts: left });
    const { retry } = await closeLeftOpen(attempt, state);
    if (retry) throw retry;
  }
  await tidy(attempt, state);
  return isUnfinished(containment) ? [await contain(run, response, finding, target)] : [];
}

const isClaimed = ({ claim }: Containment) => claim !== undefined && claim.until > Date.now();

/** The finding of a run that died is delivered again, but only after the queue's visibility timeout. */
const isUnfinished = (containment: Containment) =>
  (containment.status === "containing" || containment.status === "failed") && !isClaimed(containment);
