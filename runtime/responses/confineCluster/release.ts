import type { ReleasePlan } from "../../model/call";
import { lookAgain, setEndpoint } from "./plan";
import { type ClusterPriorState, type ClusterSettings, type ClusterState, confined, inWord, isBusy } from "./state";

/** What a release has to know, taken before the first change. */
export function priorState({ createdAt, publicAccess, privateAccess, cidrs }: ClusterState): ClusterPriorState {
  return { createdAt, publicAccess, privateAccess, cidrs };
}

/**
 * Sets the endpoint to what it was, if it is what containment set it to. What others set since stays and is named. A run that died
 * may not have noted what it set: what the settings ask for counts too.
 */
export function releasePlan(state: ClusterState, saved: ClusterPriorState, settings: ClusterSettings): ReleasePlan {
  if (isBusy(state)) return { calls: [lookAgain(state)], drift: [] };
  const [now, before] = [inWord(state), inWord(saved)];
  if (now === before) return { calls: [], drift: [] };
  if (![...state.set, inWord(confined(saved, settings))].includes(now))
    return { calls: [], drift: [`others set the endpoint to ${now}: left as it is (prior state: ${before})`] };
  const reason = saved.publicAccess ? `restores the prior state: ${before}` : "restores the prior state";
  return { calls: [setEndpoint(state, saved, reason)], drift: [] };
}
