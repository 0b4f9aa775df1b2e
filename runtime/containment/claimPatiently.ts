import type { Writer } from "../journal/containments";
import { coded } from "../lib/errors";
import type { Containment } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Target } from "../model/target";
import type { Run } from "../run/run";

/** Milliseconds to wait for another run on the same target. */
const patience = 20_000;
/** Milliseconds of the function's time that must be left to begin another call. */
const reserve = 5_000;

/**
 * Claims a containment and waits a while if another run holds it. The claim lasts as long as the function may run.
 *
 * @throws Busy if the other run does not finish in time
 */
export async function claimPatiently(
  run: Run,
  writer: Writer,
  response: Response,
  target: Target,
): Promise<Containment> {
  const until = Date.now() + Math.min(patience, run.remaining() - 2 * reserve);
  for (;;) {
    const now = Date.now();
    const claimed = await writer.claim(response.name, target, { now, until: now + run.remaining() + reserve });
    if (claimed) return claimed;
    if (Date.now() > until) throw coded("Busy", `another run is still working on ${target.arn}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/**
 * @param seconds the total duration of what is about to begin
 * @throws OutOfTime if Lambda would end the function during it
 */
export function checkTime(run: Run, seconds = 0): void {
  if (run.remaining() < reserve + 1000 * seconds)
    throw coded("OutOfTime", "the function is about to time out; the next delivery continues");
}
