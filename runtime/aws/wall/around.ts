import type { Call } from "../../model/call";
import type { Acl, WallEntry } from "./acls";
import { create, gapsIn, missingEntries, rangesOf, type Walled } from "./entries";
import type { Port } from "./paths";

/** What a wall around addresses needs to know. */
export interface Surrounded extends Pick<Walled, "interfaces"> {
  accountId: string;
  acls: Acl[];
}

/**
 * The ACLs that stand between an address and the other subnets of its VPC. An ACL knows only the remote address, so an entry for the
 * address belongs into the ACLs of all subnets but its own: there it matches the target and nobody else. In an ACL that the
 * target's subnet has too it matches only what comes back to that subnet from itself
 * (https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html). ACLs know no connections, so open ones end too
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html).
 */
export const aclsAround = ({ acls }: Pick<Surrounded, "acls">, { vpcId, subnetId }: Port): Acl[] =>
  acls.filter((acl) => acl.vpcId === vpcId && acl.subnets.some((subnet) => subnet !== subnetId));

/** The deny entries that are missing. Only the owner of a VPC may change its ACLs. */
export function buildWall(state: Surrounded): Call[] {
  const entries: WallEntry[] = [];
  for (const port of state.interfaces) {
    for (const acl of aclsAround(state, port).filter(({ ownerId }) => ownerId === state.accountId))
      for (const cidr of rangesOf(port)) entries.push(...missingEntries(acl, cidr, entries));
  }
  return entries.map((entry) => create(entry, "the other subnets of its VPC"));
}

/** Why the target still reaches other subnets of its VPC, one text each. */
export function gapsInWall(state: Surrounded): string[] {
  const gaps = state.interfaces.flatMap((port) =>
    aclsAround(state, port).flatMap((acl) => {
      const open = gapsIn(acl, port);
      if (open.length === 0 || acl.ownerId === state.accountId) return open;
      return [
        `${acl.id} does not keep ${port.id} out, and account ${acl.ownerId} owns the VPC: it must deny the address there`,
      ];
    }),
  );
  return [...new Set(gaps)];
}

/** Whether an ACL keeps the target out already. */
export const isWalled = (state: Surrounded): boolean =>
  state.interfaces.some((port) => aclsAround(state, port).some((acl) => gapsIn(acl, port).length === 0));
