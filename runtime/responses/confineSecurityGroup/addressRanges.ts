/** IPv4 or IPv6. */
export type Family = 4 | 6;

/** The addresses from `first` to `last`, both included, as numbers. */
export interface AddressRange {
  family: Family;
  first: bigint;
  last: bigint;
}

/** How many bits an address has. */
const width = (family: Family) => (family === 4 ? 32 : 128);

/**
 * Reads a range in CIDR form, or a single address. Bits after the prefix are ignored, as AWS ignores them. Undefined if the
 * text is neither.
 */
export function parseRange(text: string): AddressRange | undefined {
  const [address, length, ...more] = text.split("/");
  const family: Family = text.includes(":") ? 6 : 4;
  const value = family === 4 ? parseIPv4(address!) : parseIPv6(address!);
  const bits = length === undefined ? width(family) : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (value === undefined || more.length > 0 || !(bits <= width(family))) return undefined;
  const host = (1n << BigInt(width(family) - bits)) - 1n;
  return { family, first: value & ~host, last: value | host };
}

function parseIPv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parseIPv6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = [halves[0]!, halves[1] ?? ""].map((half) => (half === "" ? [] : half.split(":").flatMap(words)));
  const missing = 8 - head!.length - tail!.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head!, ...Array<string>(missing).fill("0"), ...tail!];
  if (!all.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return undefined;
  return all.reduce((value, word) => value * 65536n + BigInt(`0x${word}`), 0n);
}

/** One part between colons; the last may be an IPv4 address, which stands for two words. */
function words(part: string): string[] {
  if (!part.includes(".")) return [part];
  const value = parseIPv4(part);
  return value === undefined ? ["?"] : [(value >> 16n).toString(16), (value & 0xffffn).toString(16)];
}

/** The union of ranges of one family: sorted, without overlaps, neighbours joined. */
export function union(ranges: AddressRange[]): AddressRange[] {
  const sorted = [...ranges].sort((left, right) => (left.first < right.first ? -1 : left.first > right.first ? 1 : 0));
  const joined: AddressRange[] = [];
  for (const range of sorted) {
    const end = joined.at(-1);
    if (!end || range.first > end.last + 1n) joined.push({ ...range });
    else if (range.last > end.last) end.last = range.last;
  }
  return joined;
}

/** What is left of a union when the ranges of another union of the same family are taken out. */
export function without(ranges: AddressRange[], holes: AddressRange[]): AddressRange[] {
  return holes.reduce(
    (rest, hole) =>
      rest.flatMap((range) => {
        if (hole.last < range.first || hole.first > range.last) return [range];
        return [
          { ...range, last: hole.first - 1n },
          { ...range, first: hole.last + 1n },
        ].filter((part) => part.first <= part.last);
      }),
    ranges,
  );
}

/** How many addresses a union has. */
export function size(ranges: AddressRange[]): bigint {
  return ranges.reduce((sum, range) => sum + range.last - range.first + 1n, 0n);
}

/** Whether a range lies wholly in the union of others; texts that are no ranges contain nothing and lie nowhere. */
export function liesIn(inner: string, outer: string[]): boolean {
  const range = parseRange(inner);
  const others = outer.map(parseRange).filter((other) => other !== undefined && other.family === range?.family);
  return (
    range !== undefined &&
    union(others as AddressRange[]).some((other) => other.first <= range.first && other.last >= range.last)
  );
}

/** Whether two texts are the same range; equal texts always are. */
export function isSameRange(left: string, right: string): boolean {
  const [one, other] = [parseRange(left), parseRange(right)];
  if (!one || !other) return left === right;
  return one.family === other.family && one.first === other.first && one.last === other.last;
}
