import { isAboutOtherMatters } from "../findings/knownTypes";
import { whyNotified } from "../findings/notifiedTypes";
import type { Finding } from "../model/finding";
import { type Refusal, unknownType } from "../model/refusal";
import type { ResponderSettings } from "../model/responderSettings";
import { isResponse, kindsOf, type Route } from "../model/response";
import type { Target } from "../model/target";

/**
 * A route's targets of a finding, a refusal that says why there are none, or undefined if the finding is left to other routes.
 *
 * An instance that only hosts the subject of the finding, such as a container on a shared node, is recorded but not changed:
 * isolating the node would also cut off other workloads, and the scheduler would restart the container elsewhere. The same
 * rule holds for every source; a person may still isolate the node.
 *
 * A finding that names many resources goes to several responses; those without a target leave it to the others. A type that
 * no response acts on is recorded by the first route of the catalogue that takes its resource type.
 */
export function targetsFor(
  route: Route,
  finding: Finding,
  { findingTypes, others }: Pick<ResponderSettings, "findingTypes" | "others">,
): Target[] | string | Refusal | undefined {
  if (finding.action) return route.targets(finding);
  const kinds = finding.resources.map((resource) => resource.kind);
  const answeredByOthers = others.types.includes(finding.type);
  // Known types that are not for Firebreak are not recorded.
  if (isAboutOtherMatters(finding.type) && !findingTypes.includes(finding.type)) return undefined;
  if (!isResponse(route)) {
    // It comes here too because of another resource that it names.
    const named = kinds.some((kind) => others.kinds.includes(kind)) || others.accountTypes?.includes(finding.type);
    return answeredByOthers && named ? undefined : route.targets(finding);
  }
  const recordedByOthers = others.resourceTypes.includes(finding.resourceType);
  const findsTargets = findingTypes.includes(finding.type) && route.accountTypes?.includes(finding.type);
  if (answeredByOthers && !findsTargets && !kindsOf(route).some((kind) => kinds.includes(kind))) {
    if (recordedByOthers || kinds.some((kind) => others.kinds.includes(kind))) return undefined;
  }
  if (findingTypes.includes(finding.type)) return sparingHosts(finding, route.targets(finding));
  // The bus selects Config's findings by resource type: about an account, more arrive than the response takes.
  const isOwn = route.resourceTypes.includes(finding.resourceType);
  if (answeredByOthers || recordedByOthers || !isOwn) return undefined;
  const reason = `${route.name} does not act on ${finding.type}`;
  // A type that the settings removed from the response is still known.
  return whyNotified(finding.type) ?? (route.findingTypes.includes(finding.type) ? reason : unknownType(reason));
}

function sparingHosts({ resources }: Finding, targets: ReturnType<Route["targets"]>): ReturnType<Route["targets"]> {
  if (!Array.isArray(targets)) return targets;
  return targets.map((target) => {
    const resource = resources.find(({ kind, id }) => kind === target.kind && id === target.id);
    if (!resource?.hosts) return target;
    const untouched = `the finding is about ${resource.hosts}, and other workloads share the instance: contain the workload through its own API, or isolate the node by hand`;
    return { ...target, untouched };
  });
}
