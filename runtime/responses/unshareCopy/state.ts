/** The kinds of copies of data that can be shared. */
export type CopyKind = "ebs-snapshot" | "ami" | "rds-snapshot" | "rds-cluster-snapshot";

/** The grant that makes a copy public, as every service writes it. */
export const everyone = "all";

/** Everything that is read of a copy, as one plain object. */
export interface CopyState {
  kind: CopyKind;
  /** As the calls of its service name it. */
  id: string;
  region: string;
  tags: Record<string, string>;
  /** When it was made: another snapshot of RDS may get the name of a deleted one. */
  created: string;
  /**
   * Who may use it besides its own account, each once and sorted: `all`, ids of accounts, ARNs of organizations and organizational
   * units.
   */
  grants: string[];
  /** The accounts among them that belong to the organization, as far as the journal knows it. */
  members: string[];
  /** Whether the journal knows the accounts of the organization. */
  organizationKnown: boolean;
  /** The key that it is encrypted with. */
  kmsKey?: string;
  /** The snapshots of an AMI, which have grants of their own. */
  snapshots: string[];
  /** Whether the account's block of public access prevents that a copy becomes public; absent for RDS, which has none. */
  blocked?: boolean;
  /** The grants that this containment removed. */
  removed: string[];
  /** Whether this containment asked for the block, which takes effect later. */
  blockRequested: boolean;
}

/** What a service shows of a copy. */
export type Shown = Pick<CopyState, "tags" | "created" | "grants" | "kmsKey" | "snapshots" | "blocked">;

/** What a release gives back. */
export interface CopyPriorState {
  created: string;
  grants: string[];
  /** How many further grants the journal had no room for. */
  leftOut?: number;
}

/** The settings of unshare-copy. */
export interface UnshareSettings {
  /** Accounts outside the organization that may keep what was shared with them. */
  allowedAccounts: string[];
  /** Whether accounts, units and the whole of the own organization keep what was shared with them. */
  withinOrganization: "keep" | "remove";
  /** Whether the account's block of public access is switched on too, for new sharing in the Region. */
  blockPublicAccess: boolean;
  /** The organization's id. */
  organizationId: string;
}

/** The evidence of a removed grant, and of the block of public access. */
export const removedGrant = "removed-grant";
export const publicAccessBlock = "public-access-block";

/** Whether a grant is for an organization or for one of its units. */
export const isOfOrganization = (who: string): boolean => who.startsWith("arn:");

/**
 * Whether an ARN is that of the organization or of one of its units
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/share-amis-with-organizations-and-OUs.html).
 */
function isOwnOrganization(arn: string, organizationId: string): boolean {
  const resource = arn.split(":").slice(5).join(":");
  return resource === `organization/${organizationId}` || resource.startsWith(`ou/${organizationId}/`);
}

/** Whether a grant may stay. What is public never may. */
export function mayStay(who: string, { members }: Pick<CopyState, "members">, settings: UnshareSettings): boolean {
  if (who === everyone) return false;
  if (settings.allowedAccounts.includes(who)) return true;
  if (settings.withinOrganization === "remove") return false;
  return isOfOrganization(who) ? isOwnOrganization(who, settings.organizationId) : members.includes(who);
}

/** The grants that must go. */
export const unwanted = (state: CopyState, settings: UnshareSettings): string[] =>
  state.grants.filter((who) => !mayStay(who, state, settings));

/** A grant in words. */
export const inWords = (who: string): string => (who === everyone ? "everyone" : who);
