import { type AddressRange, type Family, parseRange, size, union, without } from "./addressRanges";

/**
 * What one rule allows: address ranges on ports. Protocols and ports as EC2 writes them
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html): "-1" is every protocol and has no
 * ports; for ICMP the ports are type and code, -1 every one.
 */
export interface Opening {
  protocol: string;
  from: number;
  to: number;
  /** CIDR blocks, with prefix lists resolved; undefined if unknown. */
  ranges: string[] | undefined;
}

/**
 * Addresses that do not come from the internet: RFC 1918, the shared space of carriers (RFC 6598; also used inside VPCs),
 * link-local and unique local addresses. Everything else counts as public, even if it is reserved or not routed today: that list
 * changes, and no rule needs such addresses.
 */
const notPublic: Record<Family, string[]> = {
  4: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"],
  6: ["fc00::/7", "fe80::/10"],
};

/**
 * Maximum number of public addresses allowed on one port: those of an IPv4 /8 or an IPv6 /32. S3 uses the same threshold for
 * public policies
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html), applied to the union:
 * halves, gaps and many small blocks make no difference.
 */
const tolerated = (family: Family): bigint => (family === 4 ? 1n << 24n : 1n << 96n);

/** Every port, or every type and code of ICMP. */
const lastPort = 65535;

/**
 * The openings that make a group public: the one definition of "public" for groups.
 *
 * For each protocol, port and address family, the public addresses of all openings are united. While there are more than
 * tolerated, the widest openings are taken out; those are the public ones. So the single address of an office stays next to
 * 0.0.0.0/0, and of 256 blocks that form a /8 none stays. An opening with unknown or invalid ranges is public: nothing proves
 * that it is closed.
 *
 * @param ownRanges the VPC's own ranges: they are never public
 * @param allowedPorts TCP ports that may be public, in the form of Config's `authorizedTcpPorts`: "443", "1020-1025"; what
 *   cannot be read allows nothing
 */
export function publicOpenings<Item extends Opening>(
  openings: Item[],
  ownRanges: string[] = [],
  allowedPorts: string[] = [],
): Item[] {
  const found = new Set<Item>();
  const allowed = parsePorts(allowedPorts);
  for (const family of [4, 6] as const) {
    const sources = openings
      .map((opening) => sourceOf(opening, family, ownRanges))
      .filter((source) => source.size > 0n);
    for (const together of metTogether(sources, allowed)) {
      for (const source of widest(together, tolerated(family))) found.add(source.opening);
    }
  }
  return openings.filter((opening) => found.has(opening));
}

type Ports = [first: number, last: number];

/** The public addresses of one opening in one family. */
interface Source<Item extends Opening> {
  opening: Item;
  protocol: string;
  ports: Ports;
  ranges: AddressRange[];
  size: bigint;
  /** How many bits it takes to number the addresses: 24 for a /8 of IPv4, also where a part of it is private. */
  bits: number;
}

function sourceOf<Item extends Opening>(opening: Item, family: Family, ownRanges: string[]): Source<Item> {
  const read = (texts: string[]) =>
    texts.map(parseRange).filter((range): range is AddressRange => range?.family === family);
  const unreadable = opening.ranges === undefined || opening.ranges.some((text) => parseRange(text) === undefined);
  const whole = read([family === 4 ? "0.0.0.0/0" : "::/0"]);
  const ranges = unreadable
    ? whole
    : without(union(read(opening.ranges!)), union(read([...notPublic[family], ...ownRanges])));
  const count = size(ranges);
  return { opening, ...portsOf(opening), ranges, size: count, bits: (count - 1n).toString(2).length };
}

/** Names for numbers, and ports as one span; for ICMP type and code become one number. */
function portsOf({ protocol: given, from, to }: Opening): { protocol: string; ports: Ports } {
  const names: Record<string, string> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6" };
  const protocol = names[given] ?? given.toLowerCase();
  if (protocol === "tcp" || protocol === "udp") return { protocol, ports: from < 0 ? [0, lastPort] : [from, to] };
  if (!protocol.startsWith("icmp") || from < 0) return { protocol, ports: [0, lastPort] };
  return { protocol, ports: to < 0 ? [from * 256, from * 256 + 255] : [from * 256 + to, from * 256 + to] };
}

/** The sets of openings that the same packet may use, each set once. */
function metTogether<Item extends Opening>(sources: Source<Item>[], allowed: Ports[]): Source<Item>[][] {
  const sets: Record<string, Source<Item>[]> = {};
  for (const protocol of new Set(sources.map((source) => source.protocol))) {
    const fitting = sources.filter((source) => source.protocol === protocol || source.protocol === "-1");
    const free = protocol === "tcp" ? allowed : [];
    // Openings change only at these ports; all ports between two of them have the same openings.
    const starts = [...fitting.map((source) => source.ports), ...free].flatMap(([first, last]) => [first, last + 1]);
    for (const port of new Set(starts)) {
      if (port > lastPort || free.some(([first, last]) => first <= port && port <= last)) continue;
      const met = fitting.filter(({ ports: [first, last] }) => first <= port && port <= last);
      sets[met.map((source) => sources.indexOf(source)).join()] = met;
    }
  }
  return Object.values(sets);
}

/** The widest sources that must be removed until the rest is tolerable; equally wide ones go together, so order does not matter. */
function widest<Item extends Opening>(sources: Source<Item>[], most: bigint): Source<Item>[] {
  let rest = sources;
  // The sum is never below the union and much cheaper.
  while (sum(rest) > most && size(union(rest.flatMap((source) => source.ranges))) > most) {
    const top = Math.max(...rest.map((source) => source.bits));
    rest = rest.filter((source) => source.bits < top);
  }
  return sources.filter((source) => !rest.includes(source));
}

const sum = (sources: { size: bigint }[]) => sources.reduce((total, source) => total + source.size, 0n);

function parsePorts(texts: string[]): Ports[] {
  return texts
    .flatMap((text) => text.split(","))
    .map((text) => /^\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(text))
    .flatMap((match): Ports[] => (match ? [[Number(match[1]), Number(match[2] ?? match[1])]] : []))
    .filter(([first, last]) => first <= last && last <= lastPort);
}
