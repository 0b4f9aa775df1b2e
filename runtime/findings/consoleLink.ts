import { partitionNamed, partitions } from "../lib/partitions";
import type { Finding } from "../model/finding";
import { findingKind } from "../resources";

/** The domains of the consoles of all partitions; a console's host is one of them after a Region. */
export const consoleDomains = (): string[] => partitions().map(({ console }) => console);

/**
 * The finding in the console of its source; of AWS Config, which shows resources, and of a person, who named one, the
 * resource.
 */
export function consoleLink(finding: Finding): string {
  const { source, region, hub } = finding;
  if (source === "security-hub" && hub) {
    const page = hub.v2 ? "securityhub/v2" : "securityhub";
    const field = hub.v2 ? "finding_info.uid" : "Id";
    // The console escapes the filter with backslashes and encodes it twice.
    const filter = encodeURIComponent(`\\operator\\:EQUALS\\:`);
    const search = encodeURIComponent(`${field}=${filter}${encodeURIComponent(hub.id)}`);
    return consolePage(finding, hub.region, page, `findings?search=${search}`);
  }
  if (source === "config") {
    const resource = finding.resources[0];
    if (!resource) return consolePage(finding, region, "config", "rules");
    const [id, type] = [resource.id, finding.resourceType].map(encodeURIComponent);
    return consolePage(finding, region, "config", `resources/timeline?resourceId=${id}&resourceType=${type}`);
  }
  if (source === "operator") return resourcePage(finding);
  return consolePage(finding, region, "guardduty", `findings?search=${encodeURIComponent(`id=${finding.id}`)}`);
}

function resourcePage(finding: Finding): string {
  const [resource] = finding.resources;
  const kind = resource && findingKind(resource.kind);
  if (!kind) return consolePage(finding, finding.region, "console", "home");
  const [service, page] = kind.consolePage(resource.id.split("/").map(encodeURIComponent).join("/"));
  return `${consolePage(finding, finding.region, service, "").slice(0, -1)}${page}`;
}

function consolePage({ partition }: Finding, region: string, service: string, page: string): string {
  return `https://${region}.${partitionNamed(partition).console}/${service}/home?region=${region}#/${page}`;
}
