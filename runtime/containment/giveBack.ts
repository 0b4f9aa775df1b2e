import { makeCall, openTarget } from "../aws/openTarget";
import { coded } from "../lib/errors";
import type { Response } from "../model/response";
import type { GiveBackRequest, Run } from "../run/run";

/**
 * Restores a part of a target that a containment opened and cannot close. The function that contains has no right to do so,
 * so it asks this one. It can request only the kind of call that restores, and only while its run holds the target's claim.
 *
 * @throws NotAllowedHere for another call, or without the claim; what the call throws
 */
export async function giveBack(run: Run, response: Response, request: GiveBackRequest): Promise<void> {
  const { call } = request;
  const known = await run.services.journal.getContainment(request.containment);
  if (!response.givesBack?.(call, known?.evidence ?? [])) {
    throw coded("NotAllowedHere", `${response.name} restores nothing with ${call.service} ${call.operation}`);
  }
  const { claim, target } = known ?? {};
  if (!target || known?.response !== response.name || claim?.run !== request.run || claim.until <= Date.now()) {
    throw coded("NotAllowedHere", `run ${request.run} does not hold the claim on containment "${request.containment}"`);
  }
  await makeCall((await openTarget(run, response, target, "release")).clients, call);
}
