import { typesOnRequest } from "../../runtime/findings/notifiedTypes";
import type { Route } from "../../runtime/model/response";
import type { ResponseSettings } from "./responses";

/**
 * The finding types that a route answers.
 *
 * @param settings `findingTypes` takes the place of the route's own list. `moreFindingTypes` adds to it, where `*` stands for the types
 *   that the response can contain on request.
 */
export function answeredTypes(
  { name, findingTypes: own }: Pick<Route, "name" | "findingTypes">,
  { findingTypes = own, moreFindingTypes = [] }: Partial<ResponseSettings> = {},
): string[] {
  const more = moreFindingTypes.flatMap((type) => (type.includes("*") ? typesOnRequest(name, type) : [type]));
  return [...new Set([...findingTypes, ...more])];
}
