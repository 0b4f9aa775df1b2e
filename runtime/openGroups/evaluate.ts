import {
  type GroupFacts,
  type IngressRule,
  inWords,
  misuse,
  publicRules,
} from "../responses/confineSecurityGroup/state";

/** The evaluation of a group for AWS Config: https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html */
export interface Judgement {
  compliance: "COMPLIANT" | "NON_COMPLIANT" | "NOT_APPLICABLE";
  /** Why, for people; at most `longestAnnotation` characters. */
  annotation: string;
}

/** In characters. */
export const longestAnnotation = 256;

/**
 * Judges a group by the rules that `confine-security-group` would change: what that leaves alone is compliant or judged elsewhere,
 * so that no containment starts without need and none is missed. The journal lists the groups of isolate-instance. The open
 * group may be used and open only while an isolation is in progress.
 *
 * @param group undefined if the group no longer exists
 * @param allowedPorts TCP ports that may be public, as set for `confine-security-group`
 * @param interfaces how many network interfaces use the group; needed for the open group of isolate-instance only
 */
export function evaluate(group: GroupFacts | undefined, allowedPorts: string[], interfaces = 0): Judgement {
  if (!group) return notApplicable("The group no longer exists");
  if (group.ownerId !== group.accountId) {
    return notApplicable(`The group belongs to account ${group.ownerId} and is evaluated there`);
  }
  const open = publicRules(group, allowedPorts);
  if (open.length > 0) return { compliance: "NON_COMPLIANT", annotation: sentence("Open to the public: ", open) };
  const users = misuse(group, interfaces);
  if (users > 0) {
    const annotation = `Used by ${users} network interface${users === 1 ? "" : "s"} although no isolation is in progress`;
    return { compliance: "NON_COMPLIANT", annotation };
  }
  if (group.isolation) return notApplicable(`The ${group.isolation.kind} group of isolate-instance`);
  const allowed = publicRules(group, []);
  if (allowed.length === 0) return { compliance: "COMPLIANT", annotation: "No rule allows public access" };
  return { compliance: "COMPLIANT", annotation: sentence("Public only on allowed ports: ", allowed) };
}

/** For a group that is not judged. */
export const notApplicable = (annotation: string): Judgement => ({ compliance: "NOT_APPLICABLE", annotation });

/** As many rules as fit, and the number of the others. */
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
