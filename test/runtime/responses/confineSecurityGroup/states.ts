import fc from "fast-check";
import type {
  ConfineSettings,
  GroupState,
  IngressRule,
  PrefixList,
} from "../../../../runtime/responses/confineSecurityGroup/state";

/** The defaults of config. */
export const defaults: ConfineSettings = {
  safeRangesIPv4: "172.31.0.0/16",
  safeRangesIPv6: "fe80::/10",
  safeRangesByVpc: {},
  allowedPublicPorts: [],
};

/** A group of the default VPC without rules. */
export const empty: GroupState = {
  id: "sg-0001",
  name: "web",
  vpcId: "vpc-1",
  ownerId: "444455556666",
  accountId: "444455556666",
  description: "web servers",
  tags: {},
  rules: [],
  prefixLists: [],
  vpcRanges: ["172.31.0.0/16"],
  interfaces: 2,
  revoked: [],
  containment: "0123456789abcdef-0",
};

/** A rule in short form: "tcp 22 0.0.0.0/0", "tcp 20-30 ::/0", "-1 - sg-b"; the source shows its kind. */
export function rule(id: string, text: string, more: Partial<IngressRule> = {}): IngressRule {
  const [protocol, ports, source] = text.split(" ") as [string, string, string];
  const [from, to] = ports === "-" ? [-1, -1] : (ports.split("-").map(Number) as [number, number?]);
  const kind = source.startsWith("pl-")
    ? "prefix-list"
    : source.startsWith("sg-")
      ? "group"
      : source.includes(":")
        ? "ipv6"
        : "ipv4";
  return { id, protocol, from, to: to ?? from, kind, source, description: "", tags: {}, ...more };
}

/** The group with rules in short form, named sgr-0, sgr-1 and so on. */
export const withRules = (texts: string[], more: Partial<GroupState> = {}): GroupState => ({
  ...empty,
  rules: texts.map((text, index) => rule(`sgr-${index}`, text)),
  ...more,
});

/** Lists of the customer and of AWS that generated rules name. */
export const lists: PrefixList[] = [
  { id: "pl-world", managedByAws: false, family: 4, entries: ["0.0.0.0/1", "128.0.0.0/1"] },
  { id: "pl-offices", managedByAws: false, family: 4, entries: ["203.0.113.0/24", "198.51.100.0/24"] },
  { id: "pl-world6", managedByAws: false, family: 6, entries: ["2000::/3"] },
  { id: "pl-cdn", managedByAws: true, family: 4 },
  { id: "pl-unshared", managedByAws: false },
];

const sources = [
  ...["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "8.0.0.0/8", "9.0.0.0/8", "17.0.0.0/9", "203.0.113.9/32", "10.0.0.0/8"],
  ...["172.31.0.0/16", "192.168.0.0/16", "::/0", "2000::/3", "2001:db8::/32", "2600::/16", "fd00::/8", "fe80::/10"],
  ...["pl-world", "pl-offices", "pl-world6", "pl-cdn", "sg-b", "sg-0001"],
];
const ports = ["tcp 22", "tcp 20-30", "tcp 443", "tcp 0-65535", "udp 53", "icmp 8--1", "-1 -"];

const tags = fc.constantFrom<Record<string, string>[]>({}, { owner: "team-a" }, { Name: "ssh", cost: "1" });

const rules: fc.Arbitrary<IngressRule[]> = fc.uniqueArray(
  fc
    .tuple(
      fc.integer({ min: 0, max: 0xffffff }),
      fc.constantFrom(...ports),
      fc.constantFrom(...sources),
      fc.constantFrom("", "old words", "Firebreak: confined from 0.0.0.0/0 to 10.0.0.0/8"),
      tags,
    )
    .map(([id, port, source, description, itsTags]) => {
      const text = port === "icmp 8--1" ? "icmp 8" : port;
      const made = rule(`sgr-${id.toString(16).padStart(8, "0")}`, `${text} ${source}`, { description, tags: itsTags });
      return port === "icmp 8--1" ? { ...made, to: -1 } : made;
    }),
  {
    maxLength: 12,
    comparator: (left, right) =>
      left.id === right.id ||
      (left.protocol === right.protocol &&
        left.from === right.from &&
        left.to === right.to &&
        left.source === right.source),
  },
);

/** Any group that confinement may meet. */
export const groups: fc.Arbitrary<GroupState> = fc
  .tuple(
    rules,
    fc.constantFrom<string[][]>(["172.31.0.0/16"], ["10.0.0.0/16"], ["10.0.0.0/16", "2600:1f18::/56"], ["8.8.0.0/16"]),
    fc.nat({ max: 3 }),
  )
  .map(([itsRules, vpcRanges, interfaces]) =>
    structuredClone({ ...empty, rules: itsRules, prefixLists: lists, vpcRanges, interfaces }),
  );

/** What an operator may have configured. */
export const settings: fc.Arbitrary<ConfineSettings> = fc.record({
  safeRangesIPv4: fc.constantFrom("172.31.0.0/16", "10.0.0.0/24", "8.8.1.0/24", "nonsense"),
  safeRangesIPv6: fc.constantFrom("fe80::/10", "2600:1f18::/64", "10.0.0.0/24"),
  safeRangesByVpc: fc.constantFrom<ConfineSettings["safeRangesByVpc"][]>({}, { "vpc-1": { ipv4: "10.0.1.0/24" } }),
  allowedPublicPorts: fc.constantFrom<string[][]>([], ["443"], ["20-21", "22-40"]),
});
