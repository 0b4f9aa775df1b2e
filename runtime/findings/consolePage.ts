import { partitionNamed, partitions } from "../lib/partitions";
import type { Finding } from "../model/finding";
import { findingKind } from "../resources";

/** The domains of the consoles of all partitions; a console's host is one of them after a Region. */
export const consoleDomains = (): string[] => partitions().map(({ console }) => console);

/** A page of a service's console. */
export function consolePage(place: { partition: string; region: string }, service: string, page: string): string {
  const { partition, region } = place;
  return `https://${region}.${partitionNamed(partition).console}/${service}/home?region=${region}#${page}`;
}

/** The page of the first resource that a finding names. */
export function resourcePage(finding: Finding): string {
  const [resource] = finding.resources;
  const kind = resource && findingKind(resource.kind);
  if (!kind) return consolePage(finding, "console", "");
  return consolePage(finding, ...kind.consolePage(resource.id.split("/").map(encodeURIComponent).join("/")));
}
