import { type GroupPriorState, type GroupState, type IngressRule, publicRules, type SavedRule } from "./state";

/**
 * Maximum bytes of the saved rules. A journal item holds 400 KB with everything else
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html); 60 rules with 50 tags each would
 * have 1.2 MB, and attackers can set tags too.
 */
export const mostBytes = 200_000;

/**
 * The prior state that a release restores: every rule in full, since a removed rule must be created again. If there is no room
 * for everything, descriptions come before tags and public rules before others; what is left out is noted. Rules that are
 * narrowed in place keep their tags anyway.
 */
export function priorState(state: GroupState): GroupPriorState {
  const open = publicRules(state, []);
  const ordered = [...open, ...state.rules.filter((rule) => !open.includes(rule))];
  const saved = new Map<IngressRule, SavedRule>(ordered.map((rule) => [rule, { ...rule, description: "", tags: {} }]));
  let room = mostBytes - size([...saved.values()]);
  const keep = (rule: IngressRule, part: "description" | "tags", words: string) => {
    const needs = size(rule[part]);
    const entry = saved.get(rule)!;
    if (needs <= room) saved.set(rule, { ...entry, [part]: rule[part] });
    else saved.set(rule, { ...entry, leftOut: [...(entry.leftOut ?? []), words] });
    if (needs <= room) room -= needs;
  };
  for (const rule of ordered) if (rule.description !== "") keep(rule, "description", "its description");
  for (const rule of ordered) {
    const count = Object.keys(rule.tags).length;
    if (count > 0) keep(rule, "tags", count === 1 ? "its tag" : `its ${count} tags`);
  }
  return { rules: state.rules.map((rule) => saved.get(rule)!) };
}

const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
