/** The evidence as which the journal keeps the name of everything that a containment makes in DNS Firewall. */
export const dnsKind = "dns-firewall";

/** A rule group that filters the DNS of a VPC. */
export interface DnsAssociation {
  id: string;
  vpc: string;
  group: string;
  name: string;
  /** The lowest comes first. */
  priority: number;
  /** COMPLETE, UPDATING or DELETING. */
  status: string;
}

/** A containment's own rule that blocks domains, and what else filters the DNS of the instance's VPCs. */
export interface DnsBlock {
  /** The name of everything that this containment makes. Nobody else knows it before. */
  name: string;
  /** What findings reported and may be blocked. */
  domains: string[];
  /** Why the others that they reported are not blocked, one text each. */
  refused: string[];
  /** A finding reported DNS and named no domain. */
  unnamed: boolean;
  list?: { id: string; status: string; domains: string[] };
  group?: { id: string; rules: { list: string; name: string; action: string }[] };
  associations: DnsAssociation[];
}

/** Domains in which AWS answers: https://docs.aws.amazon.com/general/latest/gr/rande.html */
const awsDomains = ["amazonaws.com", "amazonaws.com.cn", "api.aws", "on.aws", "amazon.com", "amazoncognito.com"];

/**
 * Why a domain is never blocked; undefined if it may be. Who controls the instance chooses the domain: what others in the VPC need, and
 * what everyone's names are below, must not be cut off by a question for it.
 *
 * @param neverBlock domains of the settings
 */
export function whyNeverBlocked(domain: string, neverBlock: string[] = []): string | undefined {
  const labels = domain.split(".");
  if (
    labels.length < 2 ||
    (labels.length === 2 && /^(ac|co|com|edu|gob|gov|go|mil|ne|net|or|org)\.[a-z]{2}$/.test(domain))
  )
    return `${domain} is a domain of a registry, below which are the names of others`;
  if (/^(arpa|internal|local|localhost)$/.test(labels.at(-1)!)) return `${domain} is a name of the VPC's own`;
  const near = (own: string) => domain === own || domain.endsWith(`.${own}`) || own.endsWith(`.${domain}`);
  if (awsDomains.some(near)) return `${domain} is a domain of AWS`;
  const kept = neverBlock.find((own) => near(own.toLowerCase()));
  return kept === undefined ? undefined : `${domain} is kept open by the setting neverBlock (${kept})`;
}
