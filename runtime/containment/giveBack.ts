import { makeCall, openTarget } from "../aws/openTarget";
import { getContainment } from "../journal/containments";
import { coded } from "../lib/errors";
import type { Response } from "../model/response";
import type { GiveBackRequest, Run } from "../model/run";

/**
 * Gives a part of a target back that a containment opened and cannot close. The function that contains has no right to that,
 * so it asks; it can ask for the one kind of call that gives back, and only while its run has the target's claim.
 *
 * @throws NotAllowedHere for another call, or without the claim; what the call throws
 */
export async function giveBack(run: Run, response: Response, request: GiveBackRequest): Promise<void> {
  const { call } = request;
  if (!response.givesBack?.(call)) {
    throw coded("NotAllowedHere", `${response.name} gives nothing back by ${call.service} ${call.operation}`);
  }
  const known = await getContainment(run.services.db, run.services.table, request.containment);
  const { claim, target } = known ?? {};
  if (!target || known?.response !== response.name || claim?.run !== request.run || claim.until <= Date.now()) {
    throw coded("NotAllowedHere", `the run ${request.run} does not work on the containment "${request.containment}"`);
  }
  await makeCall((await openTarget(run, response, target, "release")).clients, call);
}
