import type { Finding } from "./finding";

/** The finding in the console of its source; of AWS Config, which shows resources, the timeline of the resource. */
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
  return consolePage(finding, region, "guardduty", `findings?search=${encodeURIComponent(`id=${finding.id}`)}`);
}

function consolePage({ partition }: Finding, region: string, service: string, page: string): string {
  const domains: Record<string, string> = {
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
  };
  const domain = domains[partition] ?? "console.aws.amazon.com";
  return `https://${region}.${domain}/${service}/home?region=${region}#/${page}`;
}
