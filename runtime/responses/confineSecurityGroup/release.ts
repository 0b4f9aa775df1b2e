import type { Call, ReleasePlan } from "../../model/call";
import { confinements, hasOurWords, isConfined, isConfinedFrom } from "./confinement";
import { authorize, modify, revoke } from "./ruleCalls";
import {
  type ConfineSettings,
  containmentTag,
  type GroupPriorState,
  type GroupState,
  type IngressRule,
  inWords,
  isSameRule,
  listOf,
  publicRules,
  type SavedRule,
} from "./state";

/**
 * The calls that remove the confinement, and the drift: what is no longer as the confinement made it. Rules are restored before
 * the safe ones are removed. An equal rule that others created counts as restored.
 */
export function releasePlan(state: GroupState, saved: GroupPriorState, settings: ConfineSettings): ReleasePlan {
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

const isSaved = (saved: GroupPriorState, id: string) => saved.rules.some((rule) => rule.id === id);

const nothing: ReleasePlan = { calls: [], drift: [] };

/** @param mattered whether the rule was public, so that a change by others must be reported */
function putBack(state: GroupState, rule: SavedRule, closed: string[], mattered: boolean): ReleasePlan {
  const now = state.rules.find((item) => item.id === rule.id);
  if (now && isSameRule(now, rule)) return oldWords(state, rule, now);
  const twin = state.rules.find((item) => item.id !== rule.id && isSameRule(item, rule));
  if (now) {
    if (!isConfinedFrom(now, rule)) {
      return mattered
        ? { calls: [], drift: [`others changed rule ${rule.id} to ${inWords(now)}: left as it is`] }
        : nothing;
    }
    if (!twin) return modifyBack(state, rule);
    const reason = `${inWords(rule)} is allowed again by ${twin.id}`;
    return {
      calls: [revoke(state, now, reason)],
      drift: [`${reason}, which others created: rule ${rule.id} is removed`],
    };
  }
  if (twin) return nothing;
  if (closed.includes(rule.id)) return remake(state, rule);
  return mattered
    ? { calls: [], drift: [`rule ${rule.id} (${inWords(rule)}) was removed by others and is not restored`] }
    : nothing;
}

/** Others opened the rule again and left our description on it. */
function oldWords(state: GroupState, rule: SavedRule, now: IngressRule): ReleasePlan {
  if (now.description === rule.description || !hasOurWords(now) || rule.kind === "prefix-list") return nothing;
  return modifyBack(state, rule);
}

/** The rule kept its id and tags. */
function modifyBack(state: GroupState, rule: SavedRule): ReleasePlan {
  const lost = (rule.leftOut ?? []).filter((part) => part === "its description");
  return {
    calls: [modify(state, rule, rule, asBefore(rule))],
    drift: lost.map((part) => `${inWords(rule)} is restored without ${part}: there was no room to keep it`),
  };
}

const asBefore = (rule: IngressRule) => `${inWords(rule)}, as before the confinement`;

/** EC2 gives a rule that is created again another id. */
function remake(state: GroupState, rule: SavedRule): ReleasePlan {
  if (rule.kind === "prefix-list" && !listOf(state, rule)?.entries) {
    const reason = `${inWords(rule)} cannot be restored: the prefix list was deleted or is no longer shared`;
    return { calls: [], drift: [], stuck: [reason] };
  }
  const reserved = Object.keys(rule.tags).filter((key) => key.startsWith("aws:"));
  const without = (what: string[], why: string) =>
    what.length > 0 ? [`${inWords(rule)} is restored without ${what.join(", ")}: ${why}`] : [];
  return {
    calls: [authorize(state, rule, asBefore(rule))],
    drift: [
      ...without(reserved, "only AWS can set these tags"),
      ...without(rule.leftOut ?? [], "there was no room to keep them"),
    ],
  };
}

/** Rules that did not exist before: those that the confinement added are removed, those that it narrowed later stay. */
function takeAway(state: GroupState, rule: IngressRule): ReleasePlan {
  const ours = rule.tags[containmentTag] === state.containment;
  if (ours && isConfined(rule)) {
    return { calls: [revoke(state, rule, `${inWords(rule)} was added by the confinement`)], drift: [] };
  }
  if (ours) return { calls: [], drift: [`${rule.id} was added by the confinement and changed later: it stays`] };
  if (!isConfined(rule)) return nothing;
  return { calls: [], drift: [`${rule.id} was opened after the first change and stays: ${rule.description}`] };
}

function unsaved(state: GroupState, saved: GroupPriorState): ReleasePlan {
  const lost = state.revoked.filter((id) => !isSaved(saved, id));
  return {
    calls: [],
    drift: lost.map((id) => `${id} was opened after the first change and then removed: it is not restored`),
  };
}

/**
 * The rules that the confinement removed. Each is recorded right after its removal; a run that died in between made the calls
 * that were planned for the prior state.
 */
function closedRules(
  state: GroupState,
  saved: GroupPriorState,
  mattered: IngressRule[],
  settings: ConfineSettings,
): string[] {
  const planned = confinements(state, saved.rules, mattered, settings).filter((item) => item.step !== "narrow");
  return [...state.revoked, ...planned.map((item) => item.rule.id)];
}
