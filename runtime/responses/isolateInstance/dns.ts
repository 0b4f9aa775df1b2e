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
  /** What findings reported. */
  domains: string[];
  /** A finding reported DNS and named no domain. */
  unnamed: boolean;
  list?: { id: string; status: string; domains: string[] };
  group?: { id: string; rules: { list: string; name: string; action: string }[] };
  associations: DnsAssociation[];
}
