import { z } from "zod";

const cidrV4 = z.cidrv4("an IPv4 range such as 10.0.0.0/8");
const cidrV6 = z.cidrv6("an IPv6 range such as fe80::/10");
const ports = z
  .string()
  .regex(/^\d{1,5}(-\d{1,5})?$/, "a port or a range of ports in quotes, such as 443 or 1020-1025")
  .refine(isRangeOfPorts, "a port up to 65535, or a range of them that does not begin after its end");

/** What cannot be a range of ports would allow nothing, without a word. */
function isRangeOfPorts(text: string): boolean {
  const [first, last = first] = text.split("-").map(Number);
  return first! <= last! && last! <= 65535;
}

/** What can be set for confine-security-group. */
export const confineSecurityGroupSettings = {
  safeRangesIPv4: cidrV4.default("172.31.0.0/16"),
  safeRangesIPv6: cidrV6.default("fe80::/10"),
  safeRangesByVpc: z
    .record(
      z.string().regex(/^vpc-[0-9a-f]{8,17}$/, "a VPC's id"),
      z.strictObject({ ipv4: cidrV4.optional(), ipv6: cidrV6.optional() }),
    )
    .default({}),
  allowedPublicPorts: z.array(ports).default([]),
};
