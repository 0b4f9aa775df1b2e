import { partitionNamed, partitions } from "../lib/partitions";
import type { Finding, Resource } from "../model/finding";

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
  const { region, resources } = finding;
  const [resource] = resources;
  const id = encodeURIComponent(resource?.id ?? "");
  const [kind, name] = (resource?.id ?? "").split("/");
  const pages: Partial<Record<Resource["kind"], [string, string]>> = {
    "ec2-instance": ["ec2", `InstanceDetails:instanceId=${id}`],
    "security-group": ["ec2", `SecurityGroup:groupId=${id}`],
    "iam-principal": ["iam", `/${kind}s/details/${encodeURIComponent(name ?? "")}`],
  };
  const [service, page] = (resource && pages[resource.kind]) ?? ["s3", `/buckets/${id}`];
  return `${consolePage(finding, region, service, "").slice(0, -1)}${page}`;
}

function consolePage({ partition }: Finding, region: string, service: string, page: string): string {
  return `https://${region}.${partitionNamed(partition).console}/${service}/home?region=${region}#/${page}`;
}
