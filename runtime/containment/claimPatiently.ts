import { claim, type Writer } from "../journal/containments";
import { coded } from "../lib/errors";
import type { Containment } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Run } from "../model/run";
import type { Target } from "../model/target";

/** How long a run waits for another one that works on the same target, in milliseconds. */
const patience = 20_000;
/** What must be left of the function's time to begin another call, in milliseconds. */
const reserve = 5_000;

/**
 * Claims a containment, waiting a while for another run that has it. The claim lasts as long as the function may run.
 *
 * @throws Busy if the other run does not end in time
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
    const claimed = await claim(writer, response.name, target, { now, until: now + run.remaining() + reserve });
    if (claimed) return claimed;
    if (Date.now() > until) throw coded("Busy", `another run still works on ${target.arn}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/**
 * @param seconds that what is about to begin takes altogether
 * @throws OutOfTime if Lambda would end the function during it
 */
export function checkTime(run: Run, seconds = 0): void {
  if (run.remaining() < reserve + 1000 * seconds)
    throw coded("OutOfTime", "the function's time is nearly over; the next delivery goes on");
}
