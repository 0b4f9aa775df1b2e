import { BlockList, isIPv6 } from "node:net";

/** 4 or 6, from an address or a CIDR block. */
export function familyOf(address: string): 4 | 6 {
  return isIPv6(address.split("/")[0]!) ? 6 : 4;
}

/** Whether a CIDR block contains an address. Never true across families. */
export function contains(cidr: string, address: string): boolean {
  if (familyOf(cidr) !== familyOf(address)) return false;
  const [base, length] = cidr.split("/") as [string, string];
  const list = new BlockList();
  const kind = familyOf(cidr) === 6 ? "ipv6" : "ipv4";
  list.addSubnet(base, Number(length), kind);
  return list.check(address, kind);
}

/** The length of a CIDR block's prefix in bits. */
export function lengthOf(cidr: string): number {
  return Number(cidr.split("/")[1]);
}

/** Whether a CIDR block is the whole address space of its family. */
export function isEverything(cidr: string | undefined, family: 4 | 6): boolean {
  return cidr !== undefined && familyOf(cidr) === family && lengthOf(cidr) === 0;
}
