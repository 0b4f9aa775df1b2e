import { type Family, isSameRange } from "./addressRanges";
import { safeRange } from "./safeRange";
import { type ConfineSettings, type GroupState, type IngressRule, isSamePorts, isSameRule, listOf } from "./state";

/** What happens to one public rule. */
export interface Confinement {
  rule: IngressRule;
  /**
   * `narrow` changes the source in place, which keeps the rule's id and tags. `replace` adds the safe rule and removes the public
   * one, if EC2 cannot change one into the other. `close` removes it.
   */
  step: "narrow" | "replace" | "close";
  /** The rule with the safe range, new or existing; undefined if no safe range fits. */
  safe?: IngressRule;
}

/** What happens to each of the public rules; the first of several that become the same rule is narrowed, the others go. */
export function confinements(
  state: GroupState,
  rules: IngressRule[],
  publicRules: IngressRule[],
  settings: ConfineSettings,
): Confinement[] {
  const present = rules.filter((rule) => !publicRules.includes(rule));
  return publicRules.map((rule): Confinement => {
    const safe = safeRule(state, rule, settings);
    if (!safe) return { rule, step: "close" };
    if (present.some((other) => isSameRule(other, safe))) return { rule, step: "close", safe };
    present.push(safe);
    return { rule, step: rule.kind === "prefix-list" ? "replace" : "narrow", safe };
  });
}

function safeRule(state: GroupState, rule: IngressRule, settings: ConfineSettings): IngressRule | undefined {
  const family = familyOf(state, rule);
  const source = family && safeRange(state, settings, family);
  if (!source) return undefined;
  return {
    ...rule,
    kind: family === 4 ? "ipv4" : "ipv6",
    source,
    description: confinedDescription(rule.source, source),
  };
}

/** Undefined for a prefix list that cannot be read. */
function familyOf(state: GroupState, rule: IngressRule): Family | undefined {
  if (rule.kind === "prefix-list") return listOf(state, rule)?.family;
  return rule.kind === "ipv4" ? 4 : 6;
}

/** The prefix of descriptions that confinement writes. */
const confinedPrefix = "Firebreak: confined from ";

/** What the rule means now; EC2 allows at most 255 characters: letters, digits and some punctuation. */
export const confinedDescription = (source: string, range: string) => `${confinedPrefix}${source} to ${range}`;

/** Whether confinement wrote the description, whatever the rule allows now. */
export const hasOurWords = (rule: IngressRule) => rule.description.startsWith(confinedPrefix);

/**
 * Whether confinement created the rule, from this source if given, and its source and description are unchanged. Both ranges are
 * in the description, so that config may change in between.
 */
export function isConfined(rule: IngressRule, source?: string): boolean {
  if (!hasOurWords(rule)) return false;
  const [from, range, ...more] = rule.description.slice(confinedPrefix.length).split(" to ");
  if (more.length > 0 || !isSameRange(range ?? "", rule.source)) return false;
  return source === undefined || isSameRange(from!, source);
}

/** Whether confinement created the rule from that earlier one. */
export function isConfinedFrom(rule: IngressRule, earlier: IngressRule): boolean {
  return isSamePorts(rule, earlier) && isConfined(rule, earlier.source);
}
