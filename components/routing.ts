import type { Route } from "../runtime/response";
import { findingPattern } from "./sources";

/**
 * The EventBridge pattern of the findings that come to a route. The routes of a catalogue take every finding once: one
 * without resource types takes what the others leave, malformed findings included.
 */
export function routePattern(route: Route, catalogue: Route[]): string {
  if (route.resourceTypes.length > 0) return findingPattern({ resource: { resourceType: route.resourceTypes } });
  const others = catalogue.flatMap((item) => item.resourceTypes);
  return findingPattern({
    $or: [
      { resource: { resourceType: [{ "anything-but": others }] } },
      { resource: { resourceType: [{ exists: false }] } },
    ],
  });
}
