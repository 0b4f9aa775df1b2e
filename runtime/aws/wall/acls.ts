import { BlockList, isIP } from "node:net";

/** One entry of a network ACL. The remote address counts: the source of inbound traffic, the destination of outbound traffic. */
export interface AclEntry {
  number: number;
  egress: boolean;
  /** `-1` for all. */
  protocol: string;
  cidr: string;
  allow: boolean;
}

/** A network ACL with the subnets at whose edges it filters. */
export interface Acl {
  id: string;
  vpcId: string;
  /** The owner of the VPC; in a shared VPC, others must not change it. */
  ownerId: string;
  subnets: string[];
  entries: AclEntry[];
}

/** A deny entry of a wall: all protocols, one direction, the address of one interface. */
export interface WallEntry {
  vpc: string;
  acl: string;
  egress: boolean;
  number: number;
  cidr: string;
}

/** The numbers that an entry may have: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
const numbers = { first: 1, last: 32_766 };

/**
 * The most rules in one direction that AWS allows an ACL to have, on request; the default is 20. Beyond it no call is made
 * (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-nacls).
 */
const mostRules = 40;

/** Calls that move a subnet to an ACL without the wall; they do not name the ACL that it had. */
export const wallMoves = ["ReplaceNetworkAclAssociation"];

/** What may take a wall down: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html */
export const wallCalls = ["CreateNetworkAclEntry", "DeleteNetworkAclEntry", "ReplaceNetworkAclEntry", ...wallMoves];

/** The kind under which the journal keeps the entries of a wall. AWS offers no tag for them, so the journal is the only proof. */
export const wallKind = "network-acl-entry";

/** An entry as the journal keeps it. */
export const wallNote = ({ vpc, acl, egress, number, cidr }: WallEntry): string =>
  [vpc, acl, egress ? "outbound" : "inbound", number, cidr].join(" ");

/** The entry that a note of the journal names. */
export function wallEntryOf(note: string): WallEntry {
  const [vpc = "", acl = "", direction, number, cidr = ""] = note.split(" ");
  return { vpc, acl, egress: direction === "outbound", number: Number(number), cidr };
}

/** Whether an ACL has exactly this entry, as the wall made it. */
export function has({ entries }: Acl, { egress, number, cidr }: WallEntry): boolean {
  const found = entries.find((entry) => entry.egress === egress && entry.number === number);
  return found !== undefined && !found.allow && found.protocol === "-1" && isSame(found.cidr, cidr);
}

/**
 * Whether an ACL lets nothing of this range pass in one direction: a deny of all protocols comes before every entry that allows
 * some of it, or no entry allows any. The first match counts, in the order of the numbers, and what nothing matches is denied
 * (https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html).
 */
export function isDenied(acl: Acl, egress: boolean, cidr: string): boolean {
  const allowed = firstAllow(acl, egress, cidr);
  return (
    allowed === undefined ||
    acl.entries.some(
      (entry) =>
        entry.egress === egress &&
        !entry.allow &&
        entry.protocol === "-1" &&
        entry.number < allowed &&
        contains(entry.cidr, cidr),
    )
  );
}

/** The lowest number of an entry that allows some traffic of the range; undefined if none does. */
export function firstAllow({ entries }: Acl, egress: boolean, cidr: string): number | undefined {
  const allowing = entries.filter(
    (entry) => entry.egress === egress && entry.allow && (contains(entry.cidr, cidr) || contains(cidr, entry.cidr)),
  );
  return allowing.length > 0 ? Math.min(...allowing.map(({ number }) => number)) : undefined;
}

/**
 * The lowest number at which a deny of the range has an effect; a text says why there is none. Numbers of other entries are never
 * used.
 *
 * @param taken numbers that other new entries of this direction get
 */
export function freeNumber(acl: Acl, egress: boolean, cidr: string, taken: number[] = []): number | string {
  const used = [...acl.entries.filter((entry) => entry.egress === egress).map(({ number }) => number), ...taken];
  const allowed = firstAllow(acl, egress, cidr) ?? numbers.last + 1;
  // The default entry, whose number shows as 32767, does not count.
  if (used.filter((number) => number <= numbers.last).length >= mostRules)
    return `${acl.id} has ${mostRules} ${egress ? "outbound" : "inbound"} rules, the most that AWS allows`;
  for (let number = numbers.first; number < allowed; number++) if (!used.includes(number)) return number;
  return `rule ${allowed} of ${acl.id} allows it, and no lower number is free`;
}

/** Whether one range includes another of the same family. */
export function contains(wide: string, narrow: string): boolean {
  const [[net, bits], [address, narrower]] = [parsed(wide), parsed(narrow)];
  const family = isIP(net);
  if (family === 0 || family !== isIP(address) || narrower < bits) return false;
  const list = new BlockList();
  const name = family === 6 ? "ipv6" : "ipv4";
  list.addSubnet(net, bits, name);
  return list.check(address, name);
}

const isSame = (left: string, right: string) => contains(left, right) && contains(right, left);

function parsed(range: string): [string, number] {
  const [address = "", bits] = range.split("/");
  return [address, Number(bits ?? (isIP(address) === 6 ? 128 : 32))];
}
