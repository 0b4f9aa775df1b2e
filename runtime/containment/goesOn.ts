import { type Call, isUnresolved } from "../model/call";
import type { Containment } from "../model/journalItems";
import type { Response } from "../model/response";

/**
 * True if only the result of work already started remains to be recorded. An exception or a pause that came later does not
 * stop it: the result still has to be reported.
 */
export function onlyGoesOn(
  { followsAutomation }: Pick<Response, "followsAutomation">,
  { status }: Pick<Containment, "status">,
  planned: Call[],
): boolean {
  return followsAutomation === true && status === "containing" && planned.every(isUnresolved);
}
