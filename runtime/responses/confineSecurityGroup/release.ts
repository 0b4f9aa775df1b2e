import type { Call, ReleasePlan } from "../../model/call";
import { confinements, hasOurWords, isConfined, isConfinedFrom } from "./confinement";
import { authorize, modify, revoke } from "./ruleCalls";
import {
  type ConfineSettings,
  containmentTag,
  type GroupBefore,
  type GroupState,
  type IngressRule,
  inWords,
  isSameRule,
  listOf,
  publicRules,
  type SavedRule,
} from "./state";

/**
 * The calls that take the confinement back, and what is left because it is no longer as confinement made it. Rules come
 * back before the safe ones go. An equal rule that somebody made meanwhile counts as put back.
 */
export function releasePlan(state: GroupState, saved: GroupBefore, settings: ConfineSettings): ReleasePlan {
  if (state.isolation) {
    return {
      calls: [],
      drift: [`${state.id} is a group of isolate-instance: an isolation gives it the rules that it needs`],
    };
  }
  const mattered = publicRules({ ...state, rules: saved.rules }, settings.allowedPublicPorts);
  const closed = closedRules(state, saved, mattered, settings);
  const parts = [
    ...saved.rules.map((rule) => putBack(state, rule, closed, mattered.includes(rule))),
    ...state.rules.filter((rule) => !isSaved(saved, rule.id)).map((rule) => takeAway(state, rule)),
    unsaved(state, saved),
  ];
  const calls = parts.flatMap((part) => part.calls);
  const isRevoke = (call: Call) => call.operation === "RevokeSecurityGroupIngress";
  const stuck = parts.flatMap((part) => part.stuck ?? []);
  return {
    calls: [...calls.filter((call) => !isRevoke(call)), ...calls.filter(isRevoke)],
    drift: parts.flatMap((part) => part.drift),
    ...(stuck.length > 0 && { stuck }),
  };
}

const isSaved = (saved: GroupBefore, id: string) => saved.rules.some((rule) => rule.id === id);

const nothing: ReleasePlan = { calls: [], drift: [] };

/** @param mattered whether the rule was public, so that somebody else's change of it has to be named */
function putBack(state: GroupState, rule: SavedRule, closed: string[], mattered: boolean): ReleasePlan {
  const now = state.rules.find((item) => item.id === rule.id);
  if (now && isSameRule(now, rule)) return oldWords(state, rule, now);
  const twin = state.rules.find((item) => item.id !== rule.id && isSameRule(item, rule));
  if (now) {
    if (!isConfinedFrom(now, rule)) {
      return mattered
        ? { calls: [], drift: [`${rule.id} is ${inWords(now)} now, set by somebody else: it stays`] }
        : nothing;
    }
    if (!twin) return modifyBack(state, rule);
    const reason = `${inWords(rule)} is allowed again by ${twin.id}`;
    return { calls: [revoke(state, now, reason)], drift: [`${reason}, made by somebody else: ${rule.id} goes`] };
  }
  if (twin) return nothing;
  if (closed.includes(rule.id)) return remake(state, rule);
  return mattered
    ? { calls: [], drift: [`${rule.id} (${inWords(rule)}) was removed by somebody else: it stays away`] }
    : nothing;
}

/** Somebody has opened the rule again and left our description on it. */
function oldWords(state: GroupState, rule: SavedRule, now: IngressRule): ReleasePlan {
  if (now.description === rule.description || !hasOurWords(now) || rule.kind === "prefix-list") return nothing;
  return modifyBack(state, rule);
}

/** Its id and tags never went. */
function modifyBack(state: GroupState, rule: SavedRule): ReleasePlan {
  const lost = (rule.leftOut ?? []).filter((part) => part === "its description");
  return {
    calls: [modify(state, rule, rule, asBefore(rule))],
    drift: lost.map((part) => `${inWords(rule)} comes back without ${part}: there was no room to keep it`),
  };
}

const asBefore = (rule: IngressRule) => `${inWords(rule)}, as before the confinement`;

/** EC2 gives a rule that is made again another id. */
function remake(state: GroupState, rule: SavedRule): ReleasePlan {
  if (rule.kind === "prefix-list" && !listOf(state, rule)?.entries) {
    const reason = `${inWords(rule)} cannot be put back: the list was deleted or is not shared any more`;
    return { calls: [], drift: [], stuck: [reason] };
  }
  const reserved = Object.keys(rule.tags).filter((key) => key.startsWith("aws:"));
  const without = (what: string[], why: string) =>
    what.length > 0 ? [`${inWords(rule)} comes back without ${what.join(", ")}: ${why}`] : [];
  return {
    calls: [authorize(state, rule, asBefore(rule))],
    drift: [
      ...without(reserved, "only AWS can set these tags"),
      ...without(rule.leftOut ?? [], "there was no room to keep them"),
    ],
  };
}

/** Rules that were not there before: what confinement added goes, what it confined later stays as it is. */
function takeAway(state: GroupState, rule: IngressRule): ReleasePlan {
  const ours = rule.tags[containmentTag] === state.containment;
  if (ours && isConfined(rule)) {
    return { calls: [revoke(state, rule, `${inWords(rule)} was added by the confinement`)], drift: [] };
  }
  if (ours) return { calls: [], drift: [`${rule.id} was added by the confinement and changed since: it stays`] };
  if (!isConfined(rule)) return nothing;
  return { calls: [], drift: [`${rule.id} was opened after the first change and stays: ${rule.description}`] };
}

function unsaved(state: GroupState, saved: GroupBefore): ReleasePlan {
  const lost = state.revoked.filter((id) => !isSaved(saved, id));
  return {
    calls: [],
    drift: lost.map((id) => `${id} was opened after the first change and taken away: it stays away`),
  };
}

/**
 * The rules that confinement took away. Each is noted as soon as it is gone; a run that died in between did what was
 * planned for the group as it was before.
 */
function closedRules(
  state: GroupState,
  saved: GroupBefore,
  mattered: IngressRule[],
  settings: ConfineSettings,
): string[] {
  const planned = confinements(state, saved.rules, mattered, settings).filter((item) => item.step !== "narrow");
  return [...state.revoked, ...planned.map((item) => item.rule.id)];
}
