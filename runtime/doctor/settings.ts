import type { Permission } from "../model/permission";

/** The name of the examination, as responses have one. */
export const doctor = "doctor";

/** Days for which the sizes of session policies are considered. */
export const packedDays = 14;

/** The expected state of a role. In its documents `{account}` stands for the account's id. */
export interface ExpectedRole {
  name: string;
  /** What does not work without it, as the end of a sentence. */
  loss: string;
  trust: string;
  /** Its inline policies by name; it has no others. */
  policies: Record<string, string>;
  /** The permissions boundary that it may have; no other is allowed. */
  boundary?: string;
}

/** What the function is deployed with; plain values that its closure captures. They are what this version would deploy. */
export interface DoctorSettings {
  /** The version of Firebreak. */
  version: string;
  securityAccountId: string;
  partition: string;
  homeRegion: string;
  /** The accounts that the configuration names. */
  accounts: string[];
  /** The Regions of the security account. */
  regions: string[];
  rolePrefix: string;
  /** The path of the roles in every account. */
  rolePath: string;
  /** Name of the role that it assumes in every account, behind its path, and what that one may do. */
  roleName: string;
  permissions: Permission[];
  /** The roles of every account. */
  roles: ExpectedRole[];
  forwarding: {
    /** Name of the rule and of its role; `<name>-dead` is its queue of what could not be sent. */
    name: string;
    pattern: string;
    /** The rule for calls that may undo a containment; it has the same role and queue. */
    calls: { name: string; pattern: string };
    busArn: string;
  };
  /** Firebreak's own rule, for the accounts whose groups are evaluated. */
  openGroups: {
    rule: string;
    functionName: string;
    /** Whose accounts the function admits AWS Config for. */
    organizationId: string;
    role: ExpectedRole;
    accounts: string[];
  };
  /** Names of the AWS Config rules whose findings Firebreak acts on. */
  configRules: string[];
  /** Whether a response's rules name organizational units, so that its function must be able to read them. */
  readsUnits: boolean;
  /** Whether Security Hub is on in the home Region. */
  securityHub: boolean;
  bus: { name: string; policy: string };
  /** The rules on the bus by name, with their patterns where those are known before they are made. */
  rules: Record<string, string | undefined>;
  /** The functions that work on a queue of the same name, with the aliases that they have. */
  functions: Record<string, string[]>;
  /** Those of them that keep recorded dead letters in a queue, `<name>-kept`. */
  keeping: string[];
  /** The names of the routes that open sessions with session policies. */
  entering: string[];
  /** The functions that release, which have no queue, with their aliases. */
  releases: Record<string, string[]>;
  /** The log group of every event on the bus. */
  eventLog: string;
  /** The queues of decisions that did not get where they should, by what should have brought them there. */
  decisionLetters: Partial<Record<"channels" | "lake", string>>;
  /** The organization's management account, if its stack forwards the events about accounts, and the rule that does. */
  accountEvents?: { account: string; region: string; rule: string; pattern: string };
  /** The units whose accounts StackSets deploy. */
  stackSetUnits: string[];
  /** Accounts, or `account/Region`, that are silent on purpose. */
  notWatched: string[];
  noticeFormat: string;
}

/** The tag of the forwarding role for each Region that its account's stack covers; there is no other way to know. */
export const coveredTag = (region: string) => `firebreak:forwards/${region}`;

/** The tag of the forwarding role for the version of Firebreak that deployed the account. */
export const versionTag = "firebreak:version";
