import type { Finding } from "./finding";
import { isAboutOtherMatters } from "./intake/knownTypes";
import type { ResponderSettings } from "./responderSettings";
import { isResponse, type Route } from "./response";
import { whyNotified } from "./responses/notifiedTypes";
import type { Target } from "./target";

/**
 * What a route has to do about a finding: its targets, a text that says why there are none and people have to look, or
 * undefined if the finding is left to other routes.
 *
 * A finding that names many resources goes to several responses; those that find nothing to act on leave it to the rest. A
 * type that nobody answers is recorded by the first route of the catalogue that takes its resource type.
 */
export function targetsFor(
  route: Route,
  finding: Finding,
  { findingTypes, others }: Pick<ResponderSettings, "findingTypes" | "others">,
): Target[] | string | undefined {
  if (finding.action) return route.targets(finding);
  const kinds = finding.resources.map((resource) => resource.kind);
  const answeredByOthers = others.types.includes(finding.type);
  // Nothing is written about what is known and not for us.
  if (isAboutOtherMatters(finding.type) && !findingTypes.includes(finding.type)) return undefined;
  if (!isResponse(route)) {
    // What comes here as well because of another resource that it names.
    const taken = answeredByOthers && kinds.some((kind) => others.kinds.includes(kind));
    return taken ? undefined : route.targets(finding);
  }
  const recordedByOthers = others.resourceTypes.includes(finding.resourceType);
  if (answeredByOthers && !kinds.includes(route.kind!)) {
    if (recordedByOthers || kinds.some((kind) => others.kinds.includes(kind))) return undefined;
  }
  if (findingTypes.includes(finding.type)) return route.targets(finding);
  if (answeredByOthers || recordedByOthers) return undefined;
  return whyNotified(finding.type) ?? `${route.name} does not answer ${finding.type}`;
}
