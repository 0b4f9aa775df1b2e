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
  /** The name of the next policy, which nobody can foresee; a placeholder where nothing will be made. */
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
  /** What the findings that hold it ask for; those about a namesake that does not exist any more are left out. */
  wanted: Record<string, string>[];
  /** Whether the boundary that a release puts back exists; read for releases only. */
  restorable?: boolean;
  /** The role sessions that it opened; read once the block is made. */
  opened?: Opened;
}

/** What a release needs to know. */
export interface PrincipalBefore {
  /** A boundary that was not ours; empty if there was none. */
  boundary?: string;
  attached: string[];
  credentials: Credential[];
  loginProfile: boolean;
  /** When the first run of the containment began. */
  since?: string;
}

/** What the operator decides about blocking. */
export interface BlockSettings {
  /** How far a role is cut off: the sessions of the findings, all sessions so far, or everybody. */
  roles: "session" | "older-sessions" | "principal";
  /** Whether a role is cut off as a whole where the narrower step is not possible or can be undone by a new session. */
  wholeRoleIfNeeded: boolean;
  /** Whether a user's console password is deleted, which no release can take back. */
  deleteLoginProfile: boolean;
  /** Whether a release switches credentials on again that the containment switched off. */
  reactivateCredentials: boolean;
  /** Seconds until the second look; 0 does without it. */
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

/** What CloudTrail tells of the role sessions that a principal opened. */
export interface Opened {
  /** Those that may be alive, each a sentence. */
  sessions: string[];
  /** Why the list may lack some, each a sentence. */
  gaps: string[];
}
