import { denyAllArn, quarantineArn } from "./arns";

/** A credential of a user that can be switched off and on. */
export interface Credential {
  kind: "access-key" | "service-specific" | "ssh-key" | "certificate";
  id: string;
  active: boolean;
  /** The service of a service-specific credential. */
  service?: string;
}

/** The policy that denies sessions of one role, as it is stored. */
export interface Quarantine {
  /** The default version as compact JSON. */
  document: string;
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
  /** Of a role: whether there is a quarantine policy of ours, used or not. */
  quarantine?: Quarantine;
  credentials: Credential[];
  /** Whether a user has a password for the console. */
  loginProfile: boolean;
  mfaDevices: number;
  /** Of a role: who may assume it, in the words of its trust policy. */
  trusted: string[];
  instanceProfiles: string[];
  /** When a role was used last, as far as IAM knows. */
  lastUsed?: string;
  /** Start of this run in ISO 8601, without fractions of a second. */
  now: string;
  /** This run made calls and has not looked again since. */
  changed: boolean;
  /** What the findings that hold it ask for; those about a namesake that does not exist any more are left out. */
  wanted: Record<string, string>[];
  /** Whether the boundary that a release puts back exists; read for releases only. */
  restorable?: boolean;
}

/** What a release needs to know. */
export interface PrincipalBefore {
  /** A boundary that was not ours; absent if there was none. */
  boundary?: string;
  attached: string[];
  credentials: Credential[];
  loginProfile: boolean;
}

/** What the operator decides about blocking. */
export interface BlockSettings {
  /** How far a role is cut off: the sessions of the findings, all sessions so far, or everybody. */
  roles: "session" | "older-sessions" | "principal";
  /** Whether a role is cut off as a whole where the narrower step is not possible. */
  wholeRoleIfNeeded: boolean;
  /** Whether a user's console password is deleted, which no release can take back. */
  deleteLoginProfile: boolean;
  /** Whether a release switches credentials on again that the containment switched off. */
  reactivateCredentials: boolean;
  /** Seconds until the second look; 0 does without it. */
  lookAgainSeconds: number;
  /** Names or ARNs, with `*`, of roles and users that are never blocked. */
  protectedPrincipals: string[];
  /** What the names of the product's roles begin with. */
  ownRolePrefix?: string;
}

/** Whether everything is denied: AWSDenyAll is attached, or is the permissions boundary, where a Deny counts as well. */
export function isDenied(state: PrincipalState): boolean {
  const deny = denyAllArn(state);
  return state.attached.includes(deny) || state.boundary === deny;
}

/** Whether the permissions boundary is the role's quarantine policy. */
export function isQuarantined(state: PrincipalState): boolean {
  return state.kind === "role" && state.boundary === quarantineArn(state, state.name);
}

/** Whether the permissions boundary is one that containment sets. */
export function isOurBoundary(state: PrincipalState): boolean {
  return isQuarantined(state) || state.boundary === denyAllArn(state);
}

/** The sessions of the role that the findings name, each once and in order. */
export function wantedSessions({ wanted }: Pick<PrincipalState, "wanted">): string[] {
  return [...new Set(wanted.flatMap((details) => details["sessions"]?.split(" ") ?? []))].sort();
}

/** Whether two credentials are the same, whatever their status. */
export function sameCredential(left: Credential, right: Credential): boolean {
  return left.kind === right.kind && left.id === right.id;
}

/** A credential in words: "access key AKIA...". */
export function named({ kind, id, service }: Credential): string {
  const words = {
    "access-key": "access key",
    "service-specific": `credential for ${service ?? "a service"}`,
    "ssh-key": "SSH key",
    certificate: "signing certificate",
  };
  return `${words[kind]} ${id}`;
}
