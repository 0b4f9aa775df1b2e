import { isAboutOtherMatters } from "../findings/knownTypes";
import { whyNotified } from "../findings/notifiedTypes";
import type { Finding } from "../model/finding";
import { type Refusal, unknownType } from "../model/refusal";
import type { ResponderSettings } from "../model/responderSettings";
import { isResponse, type Route } from "../model/response";
import type { Target } from "../model/target";

/**
 * What a route has to do about a finding: its targets, a refusal that says why there are none, or
 * undefined if the finding is left to other routes.
 *
 * An instance that only hosts what the finding is about, a container on a shared node, becomes a target that is left alone
 * and recorded: isolating the node would cut off its neighbours too, and the scheduler starts the container elsewhere. It is
 * the same rule whichever way the finding comes; a person may still isolate the node.
 *
 * A finding that names many resources goes to several responses; those that find nothing to act on leave it to the rest. A
 * type that nobody answers is recorded by the first route of the catalogue that takes its resource type.
 */
export function targetsFor(
  route: Route,
  finding: Finding,
  { findingTypes, others }: Pick<ResponderSettings, "findingTypes" | "others">,
): Target[] | string | Refusal | undefined {
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
  if (findingTypes.includes(finding.type)) return sparingHosts(finding, route.targets(finding));
  if (answeredByOthers || recordedByOthers) return undefined;
  const reason = `${route.name} does not answer ${finding.type}`;
  // A type of the response's own that the settings have taken from it is known.
  return whyNotified(finding.type) ?? (route.findingTypes.includes(finding.type) ? reason : unknownType(reason));
}

function sparingHosts({ resources }: Finding, targets: ReturnType<Route["targets"]>): ReturnType<Route["targets"]> {
  if (!Array.isArray(targets)) return targets;
  return targets.map((target) => {
    const resource = resources.find(({ kind, id }) => kind === target.kind && id === target.id);
    if (!resource?.hosts) return target;
    const untouched = `the finding is about ${resource.hosts}, and the instance is a node that others share: contain the workload through its own API, or isolate the node by hand`;
    return { ...target, untouched };
  });
}
