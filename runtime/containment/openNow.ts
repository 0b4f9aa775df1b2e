import { openTarget } from "../aws/openTarget";
import { messageOf } from "../lib/errors";
import { isResponse, type Route } from "../model/response";
import { containmentId, type Target } from "../model/target";
import type { Run } from "../run/run";
import { readContext } from "./attempt";
import { readTwice } from "./readTwice";

/** What an abandoned run left open. */
interface LeftOpen {
  openNow: string[];
  /** Why that is not known. */
  unknown?: string;
}

/** Finds what a run opened and did not close, so that people are notified. Changes nothing. */
export async function openNowOf(run: Run, route: Route, target: Target): Promise<LeftOpen> {
  if (!isResponse(route) || !route.leftOpen) return { openNow: [] };
  const id = containmentId(route.name, target.arn);
  const containment = await run.services.journal.getContainment(id);
  if (!containment?.priorState || containment.status === "released" || containment.status === "gone")
    return { openNow: [] };
  try {
    const open = await openTarget(run, route, target, "contain");
    const context = { ...readContext(id, containment, target), stale: [], urgent: true };
    const state = await readTwice(() => open.read(context));
    return { openNow: state === undefined ? [] : route.leftOpen(state) };
  } catch (error) {
    return { openNow: [], unknown: `could not check whether a part of it is still open: ${messageOf(error)}` };
  }
}
