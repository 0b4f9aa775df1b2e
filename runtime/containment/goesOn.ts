import { type Call, isUnresolved } from "../model/call";
import type { Containment } from "../model/journalItems";
import type { Response } from "../model/response";

/**
 * Whether all there is to do is to record how that ends which an earlier run has started. An exception or a pause that came
 * since then stops nothing any more, and whoever waits for the end has to learn of it.
 */
export function onlyGoesOn(
  { followsAutomation }: Pick<Response, "followsAutomation">,
  { status }: Pick<Containment, "status">,
  planned: Call[],
): boolean {
  return followsAutomation === true && status === "containing" && planned.every(isUnresolved);
}
