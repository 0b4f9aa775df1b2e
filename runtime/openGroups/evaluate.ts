import {
  type GroupFacts,
  type IngressRule,
  inWords,
  isolationKind,
  publicRules,
} from "../responses/confineSecurityGroup/state";

/** What AWS Config is told of a group: https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html */
export interface Judgement {
  compliance: "COMPLIANT" | "NON_COMPLIANT" | "NOT_APPLICABLE";
  /** Why, for people; at most `longestAnnotation` characters. */
  annotation: string;
}

/** In characters. */
export const longestAnnotation = 256;

/**
 * Judges a group by the very rules that `confine-security-group` would change: what it leaves alone is compliant or is
 * judged elsewhere, so that no containment is started for nothing and none is missed.
 *
 * @param group undefined if there is no such group any more
 * @param allowedPorts TCP ports that may be public, as set for `confine-security-group`
 */
export function evaluate(group: GroupFacts | undefined, allowedPorts: string[]): Judgement {
  if (!group) return notApplicable("The group does not exist any more");
  if (group.ownerId !== group.accountId) {
    return notApplicable(`The group belongs to account ${group.ownerId} and is judged there`);
  }
  const open = publicRules(group, allowedPorts);
  if (open.length > 0) return { compliance: "NON_COMPLIANT", annotation: sentence("Open to the public: ", open) };
  const kind = isolationKind(group);
  if (kind) return notApplicable(`The ${kind} group of isolate-instance`);
  const allowed = publicRules(group, []);
  if (allowed.length === 0) return { compliance: "COMPLIANT", annotation: "No rule lets the internet in" };
  return { compliance: "COMPLIANT", annotation: sentence("Public only on ports that may be: ", allowed) };
}

/** For a group that is not to be judged. */
export const notApplicable = (annotation: string): Judgement => ({ compliance: "NOT_APPLICABLE", annotation });

/** As many rules as there is room for, and how many more there are. */
function sentence(start: string, rules: IngressRule[]): string {
  const texts = rules.map(inWords);
  const first = (count: number) => {
    const more = texts.length - count;
    return `${start}${texts.slice(0, count).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  };
  let count = texts.length;
  while (count > 1 && first(count).length > longestAnnotation) count--;
  return first(count).slice(0, longestAnnotation);
}
