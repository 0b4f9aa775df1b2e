import type { Call } from "../../model/call";
import { type Acl, freeNumber, has, isDenied, type WallEntry, wallEntryOf, wallNote } from "./acls";
import type { Port } from "./paths";

/** What entries of a wall are made from: the addresses, the ACLs, and the entries that the journal knows. */
export interface Walled {
  interfaces: Port[];
  acls?: Acl[];
  /** The entries of the wall that the journal knows, made or about to be made. */
  wall?: string[];
}

/** What an interface sends from and receives at. */
export const rangesOf = ({ addresses, prefixes = [] }: Port): string[] => [
  ...addresses.map((address) => `${address}/${address.includes(":") ? 128 : 32}`),
  ...prefixes,
];

const directions = [false, true];

/** Why an ACL does not keep an interface out, one text each; empty if it does. */
export function gapsIn(acl: Acl, port: Port): string[] {
  const open = rangesOf(port).flatMap((cidr) =>
    directions.filter((egress) => !isDenied(acl, egress, cidr)).map((egress) => freeNumber(acl, egress, cidr)),
  );
  return open.map((number) => (typeof number === "string" ? number : `${acl.id} does not keep ${port.id} out`));
}

/** The entries that an ACL lacks to deny a range in both directions, besides those that are planned already. */
export function missingEntries(acl: Acl, cidr: string, planned: WallEntry[]): WallEntry[] {
  return directions.flatMap((egress) => {
    const same = planned.filter((entry) => entry.acl === acl.id && entry.egress === egress);
    if (isDenied(acl, egress, cidr) || same.some((entry) => entry.cidr === cidr)) return [];
    const number = freeNumber(
      acl,
      egress,
      cidr,
      same.map((entry) => entry.number),
    );
    return typeof number === "number" ? [{ vpc: acl.vpcId, acl: acl.id, egress, number, cidr }] : [];
  });
}

/**
 * The call that makes an entry. The journal holds the entry before, because it has neither an id nor tags.
 *
 * @param from what the entry keeps the address from
 */
export function create(entry: WallEntry, from: string): Call {
  return {
    service: "ec2",
    operation: "CreateNetworkAclEntry",
    input: { ...inputOf(entry), Protocol: "-1", RuleAction: "deny", ...rangeOf(entry.cidr) },
    reason: `keeps ${entry.cidr} from ${from}, ${entry.egress ? "outbound" : "inbound"}`,
    changes: ["networkAcls"],
    marks: [wallNote(entry)],
  };
}

const inputOf = ({ acl, egress, number }: WallEntry) => ({ NetworkAclId: acl, Egress: egress, RuleNumber: number });

const rangeOf = (cidr: string) => (cidr.includes(":") ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr });

/** Whether a call removes an entry that the journal knows as one of the wall. */
export function isOfWall({ operation, input }: Pick<Call, "operation" | "input">, wall: string[]): boolean {
  const of = (entry: WallEntry) => JSON.stringify(sorted(inputOf(entry))) === JSON.stringify(sorted(input));
  return operation === "DeleteNetworkAclEntry" && wall.map(wallEntryOf).some(of);
}

const sorted = (input: object) => Object.entries(input).sort();

/** Removes entries of the wall whose address the target no longer has: it may be another machine's by now. */
export function leaveAddresses(state: Walled): Call[] {
  const own = state.interfaces.flatMap(rangesOf);
  return raze(state, (entry) => !own.includes(entry.cidr)).calls;
}

/** Removes the whole wall. An entry that others changed stays and is named. */
export function raze(
  { acls = [], wall = [] }: Pick<Walled, "acls" | "wall">,
  isWanted: (entry: WallEntry) => boolean = () => true,
): { calls: Call[]; drift: string[] } {
  const calls: Call[] = [];
  const drift: string[] = [];
  for (const entry of wall.map(wallEntryOf).filter(isWanted)) {
    const acl = acls.find(({ id }) => id === entry.acl);
    if (acl && has(acl, entry)) calls.push(remove(entry));
    else if (acl?.entries.some(({ egress, number }) => egress === entry.egress && number === entry.number))
      drift.push(`${wallNote(entry)} is not the entry that Firebreak made: left as it is`);
  }
  return { calls, drift };
}

const remove = (entry: WallEntry): Call => ({
  service: "ec2",
  operation: "DeleteNetworkAclEntry",
  input: inputOf(entry),
  reason: `the wall around ${entry.cidr} is no longer needed, ${entry.egress ? "outbound" : "inbound"}`,
  changes: ["networkAcls"],
  secondary: true,
  releases: true,
});
