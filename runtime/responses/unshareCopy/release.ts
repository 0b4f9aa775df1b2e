import { inShort } from "../../lib/inShort";
import type { ReleasePlan } from "../../model/call";
import { change, inParts } from "./calls";
import { mostKept } from "./plan";
import { type CopyPriorState, type CopyState, everyone, inWords } from "./state";

/** What a release gives back, taken before the first change. */
export function priorState({ created, grants }: CopyState): CopyPriorState {
  const leftOut = grants.length - mostKept;
  // The public grant sorts after the accounts.
  const ordered = [...grants].sort((left, right) => Number(right === everyone) - Number(left === everyone));
  return { created, grants: ordered.slice(0, mostKept), ...(leftOut > 0 && { leftOut }) };
}

/**
 * Gives back the grants that the containment removed, and no others: what others added or removed since stays as they left it. The
 * block of public access stays, because it protects the whole Region.
 */
export function releasePlan(state: CopyState, saved: CopyPriorState): ReleasePlan {
  if (state.created !== saved.created) {
    return { calls: [], drift: [`another snapshot has the name ${state.id} now: left as it is`] };
  }
  const gone = saved.grants.filter((who) => !state.grants.includes(who));
  const ours = gone.filter((who) => state.removed.includes(who));
  const stays = state.blocked && ours.includes(everyone);
  const calls = inParts(ours.filter((who) => !(stays && who === everyone))).map((grants) => ({
    ...change(state, { add: grants }),
    reason: `as before: ${inShort(grants.map(inWords))} may copy it`,
  }));
  const drift = [
    ...named(
      gone.filter((who) => !ours.includes(who)),
      "others stopped sharing it with",
    ),
    ...named(
      state.grants.filter((who) => !saved.grants.includes(who)),
      "others shared it with",
    ),
    ...(saved.leftOut ? [`${saved.leftOut} more grants did not fit into the journal and are not given back`] : []),
  ];
  const blocked = `it stays private: block public access is on in ${state.region}. Switch it off by hand, then release again`;
  return { calls, drift, ...(stays && { stuck: [blocked] }) };
}

const named = (grants: string[], what: string): string[] =>
  grants.length > 0 ? [`${what} ${inShort(grants.map(inWords))}: left as it is`] : [];
