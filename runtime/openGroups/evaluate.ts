import {
  type GroupFacts,
  type IngressRule,
  inWords,
  misuse,
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
 * The groups of isolate-instance are known by the journal. The open one may be used and open only while an isolation is under
 * way.
 *
 * @param group undefined if there is no such group any more
 * @param allowedPorts TCP ports that may be public, as set for `confine-security-group`
 * @param interfaces how many network interfaces use the group; needed for the open group of isolate-instance only
 */
export function evaluate(group: GroupFacts | undefined, allowedPorts: string[], interfaces = 0): Judgement {
  if (!group) return notApplicable("The group does not exist any more");
  if (group.ownerId !== group.accountId) {
    return notApplicable(`The group belongs to account ${group.ownerId} and is judged there`);
  }
  const open = publicRules(group, allowedPorts);
  if (open.length > 0) return { compliance: "NON_COMPLIANT", annotation: sentence("Open to the public: ", open) };
  const users = misuse(group, interfaces);
  if (users > 0) {
    const annotation = `Used by ${users} network interface${users === 1 ? "" : "s"} although no isolation is under way`;
    return { compliance: "NON_COMPLIANT", annotation };
  }
  if (group.isolation) return notApplicable(`The ${group.isolation.kind} group of isolate-instance`);
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
