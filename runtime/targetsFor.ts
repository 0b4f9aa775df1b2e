import type { Finding } from "./finding";
import { type Refusal, unknownType } from "./refusal";
import type { ResponderSettings } from "./responderSettings";
import { isResponse, type Route } from "./response";
import { whyNotified } from "./responses/notifiedTypes";
import type { Target } from "./target";

/**
 * What a route has to do about a finding: its targets, a refusal that says why there are none, or
 * undefined if the finding is left to other routes.
 *
 * A finding that names many resources goes to several responses; those that find nothing to act on leave it to the rest. A
 * type that nobody answers is recorded by the first route of the catalogue that takes its resource type.
 */
export function targetsFor(
  route: Route,
  finding: Finding,
  { findingTypes, others }: Pick<ResponderSettings, "findingTypes" | "others">,
): Target[] | string | Refusal | undefined {
  if (!isResponse(route) || finding.action) return route.targets(finding);
  const kinds = finding.resources.map((resource) => resource.kind);
  const answeredByOthers = others.types.includes(finding.type);
  const recordedByOthers = others.resourceTypes.includes(finding.resourceType);
  if (answeredByOthers && !kinds.includes(route.kind!)) {
    if (recordedByOthers || kinds.some((kind) => others.kinds.includes(kind))) return undefined;
  }
  if (findingTypes.includes(finding.type)) return route.targets(finding);
  if (answeredByOthers || recordedByOthers) return undefined;
  const reason = `${route.name} does not answer ${finding.type}`;
  // A type of the response's own that the settings have taken from it is known.
  return whyNotified(finding.type) ?? (route.findingTypes.includes(finding.type) ? reason : unknownType(reason));
}
