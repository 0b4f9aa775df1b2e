import type { Route } from "../response";

/** Takes the findings that no response contains, so that none is dropped: they are recorded, and told if severe. */
export const notify: Route = {
  name: "notify",
  resourceTypes: [],
  findingTypes: [],
  targets: (finding) => `no response is for a resource of type ${finding.resourceType}`,
};
