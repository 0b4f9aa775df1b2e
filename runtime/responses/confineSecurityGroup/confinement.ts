import { type Family, isSameRange } from "./addressRanges";
import { safeRange } from "./safeRange";
import { type ConfineSettings, type GroupState, type IngressRule, isSamePorts, isSameRule, listOf } from "./state";

/** What happens to one public rule. */
export interface Confinement {
  rule: IngressRule;
  /**
   * `narrow` changes the source in place, which keeps the rule's id and tags. `replace` adds the safe rule and takes the
   * public one away, where EC2 cannot change the one into the other. `close` takes it away.
   */
  step: "narrow" | "replace" | "close";
  /** The rule with the safe range, as it will be or is there already; undefined if no safe range fits. */
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

/** What descriptions of rules that confinement made begin with. */
const confinedPrefix = "Firebreak: confined from ";

/** Says what the rule means now; EC2 takes at most 255 characters of letters, digits and a few signs. */
export const confinedDescription = (source: string, range: string) => `${confinedPrefix}${source} to ${range}`;

/** Whether the description is confinement's, whatever the rule allows by now. */
export const hasOurWords = (rule: IngressRule) => rule.description.startsWith(confinedPrefix);

/**
 * Whether confinement made the rule, from this source if it is given, and nobody changed its source or description since.
 * Both ranges are in the description, so that config may have changed meanwhile.
 */
export function isConfined(rule: IngressRule, source?: string): boolean {
  if (!hasOurWords(rule)) return false;
  const [from, range, ...more] = rule.description.slice(confinedPrefix.length).split(" to ");
  if (more.length > 0 || !isSameRange(range ?? "", rule.source)) return false;
  return source === undefined || isSameRange(from!, source);
}

/** Whether the rule is what confinement made of that earlier one. */
export function isConfinedFrom(rule: IngressRule, earlier: IngressRule): boolean {
  return isSamePorts(rule, earlier) && isConfined(rule, earlier.source);
}
