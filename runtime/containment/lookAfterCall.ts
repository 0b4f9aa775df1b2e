import type { ApiCall } from "../model/apiCall";
import type { Containment, Decision } from "../model/journalItems";
import { type Response, undoingCalls } from "../model/response";
import type { Run } from "../run/run";
import { askForLooks, lookAt } from "./lookAtHeld";

/**
 * Seconds that looks wait after a call that may affect every target of a Region. Deployments make hundreds of such calls in a
 * row, and each look reads the account where an incident is going on. CloudTrail delivers within about 5 minutes
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html), so that this adds little.
 */
const sharedDelay = 10;

/**
 * Checks the held containments that an AWS API call may have undone, right after the call. The hourly check finds the rest:
 * these events are best effort.
 *
 * @returns undefined if the call touches none
 */
export async function lookAfterCall(run: Run, response: Response, call: ApiCall): Promise<Decision[] | undefined> {
  const { journal, log } = run.services;
  const held = await journal.heldContainments(response.name);
  const ids = held.filter((containment) => isTouchedBy(response, containment, call)).map(({ id }) => id);
  log.info("a call that may undo a containment", { call: call.name, account: call.accountId, held: ids.length });
  if (ids.length === 0) return undefined;
  const shared = undoingCalls(response).some((undoneBy) => undoneBy.shared.includes(call.name));
  if (await askForLooks(run, ids, shared ? sharedDelay : undefined)) return [];
  return (await Promise.all(ids.map((id) => lookAt(run, response, id)))).flat();
}

/**
 * Whether a call may have changed what a containment holds: it names the target, a part of the prior state or what was made, such
 * as the network ACL of a wall, or calls of its kind may affect every target of the Region, such as a rule of a shared group.
 */
export function isTouchedBy(
  response: Pick<Response, "undoneBy">,
  { target, priorState, status, evidence }: Pick<Containment, "target" | "priorState" | "status" | "evidence">,
  { accountId, region, name, values }: ApiCall,
): boolean {
  const undoneBy = undoingCalls(response).find(({ calls }) => calls.includes(name));
  if (!undoneBy || target.accountId !== accountId || status === "releasing") return false;
  // Calls of IAM and S3 may come from another Region than the finding.
  if (undoneBy.regional && target.region !== region) return false;
  if (undoneBy.shared.includes(name)) return true;
  const known = JSON.stringify(priorState ?? null);
  const made = evidence.flatMap(({ id }) => id.split(" "));
  return values.some(
    (value) =>
      value === target.id || (value.length > 4 && (known.includes(JSON.stringify(value)) || made.includes(value))),
  );
}
