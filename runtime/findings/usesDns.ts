/**
 * Whether a finding reports DNS traffic, which neither security groups nor network ACLs filter: its type says so, or names a domain request.
 */
export const usesDns = (type: string): boolean =>
  /!DNS$|DNSDataExfiltration|DNSRebind|DomainRequest|UnusualDNSResolver/.test(type);
