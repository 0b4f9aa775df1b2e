import type { ResponderSettings } from "../../runtime/model/responderSettings";
import { kindsOf, type Route } from "../../runtime/model/response";
import { answeredTypes } from "../settings/answeredTypes";
import type { ResponseSettings } from "../settings/responses";

/**
 * What a route leaves to the other routes of a catalogue. Several may take a resource type; the first one then records
 * the findings that none of them handles.
 */
export function othersOf(
  route: Route,
  catalogue: Route[],
  settings: Record<string, ResponseSettings>,
): ResponderSettings["others"] {
  const others = catalogue.filter((other) => other !== route);
  const earlier = catalogue.slice(0, catalogue.indexOf(route));
  return {
    types: others.flatMap((other) => answeredTypes(other, settings[other.name])),
    kinds: others.flatMap(kindsOf),
    accountTypes: others.flatMap(({ accountTypes = [] }) => accountTypes),
    resourceTypes: [...new Set(earlier.flatMap((other) => other.resourceTypes))],
  };
}
