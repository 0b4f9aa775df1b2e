import type { OwnRole } from "../../policy/ownRoles";

/** A credential of a user that can be switched off and on. */
export interface Credential {
  kind: "access-key" | "service-specific" | "ssh-key" | "certificate";
  id: string;
  active: boolean;
  /** The service of a service-specific credential. */
  service?: string;
}

/** How a policy of ours works: as the role's permissions boundary, or attached to a role that has another boundary. */
export type Lever = "bound" | "deny";

/** A policy of ours for one role, as it is stored. */
export interface OwnPolicy {
  arn: string;
  lever: Lever;
  /** What it denies; absent if its document is not exactly one that this response writes. */
  denials?: Denials;
  versions: { id: string; isDefault: boolean }[];
}

/** Everything that blocking reads of a role or user, as one plain object. */
export interface PrincipalState {
  kind: "role" | "user";
  name: string;
  accountId: string;
  partition: string;
  arn: string;
  path: string;
  /** AROA... or AIDA..., which no other role or user ever has. */
  uniqueId: string;
  tags: Record<string, string>;
  /** ARN of the permissions boundary. */
  boundary?: string;
  /** ARNs of the attached managed policies. */
  attached: string[];
  /** How many managed policies may be attached. */
  attachedQuota: number;
  /** How many more managed policies the account takes. */
  policyRoom: number;
  /** Of a role: the policies of ours that are in use or were made for this containment; for a release, all of them. */
  own: OwnPolicy[];
  /** The unpredictable name of the next policy; a placeholder if none will be created. */
  nextName: string;
  credentials: Credential[];
  /** Whether a user has a password for the console. */
  loginProfile: boolean;
  mfaDevices: number;
  /** Of a role: its trust policy, as compact JSON. */
  trust: string;
  instanceProfiles: string[];
  /** When a role was used last, as far as IAM knows. */
  lastUsed?: string;
  /** Start of this run in ISO 8601, without fractions of a second. */
  now: string;
  /** When the first run of this containment began: an earlier time in a policy of ours counts for nothing. */
  since: string;
  /** This run made calls and has not looked again since. */
  changed: boolean;
  /** What the findings that hold it request; findings about an earlier principal of the same name are left out. */
  wanted: Record<string, string>[];
  /** Whether the boundary that a release puts back exists; read for releases only. */
  restorable?: boolean;
  /** The role sessions that it opened; read once the block is made. */
  opened?: Opened;
}

/** What a release needs to know. */
export interface PrincipalPriorState {
  /** A boundary that was not ours; empty if there was none. */
  boundary?: string;
  attached: string[];
  credentials: Credential[];
  loginProfile: boolean;
  /** When the first run of the containment began. */
  since?: string;
}

/** The settings of block-principal. */
export interface BlockSettings {
  /** What is denied for a role: the sessions of the findings, all sessions so far, or the whole role. */
  roles: "session" | "older-sessions" | "principal";
  /** Whether the whole role is denied if the narrower step is not possible or a new session can undo it. */
  wholeRoleIfNeeded: boolean;
  /** Whether a user's console password is deleted, which no release can restore. */
  deleteLoginProfile: boolean;
  /** Whether a release switches credentials on again that the containment switched off. */
  reactivateCredentials: boolean;
  /** Seconds until the second check; 0 disables it. */
  lookAgainSeconds: number;
  /** Names or ARNs, with `*`, of roles and users that are never blocked. */
  protectedPrincipals: string[];
  /** The organization's management account; the roles that only it may assume and that govern accounts are never blocked. */
  managementAccountId?: string;
  /** The product's own roles. */
  ownRoles?: OwnRole[];
}

/** What policies deny. */
export interface Denials {
  /** aws:userid of role sessions. */
  sessions: string[];
  /** Sessions that were issued before this time, in ISO 8601. */
  issuedBefore?: string;
}

/** What CloudTrail shows about the role sessions that a principal opened. */
export interface Opened {
  /** Those that may still be valid, one sentence each. */
  sessions: string[];
  /** Why the list may be incomplete, one sentence each. */
  gaps: string[];
}
