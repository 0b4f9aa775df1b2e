import type { SeverityBand } from "./finding";

/** What a responder is deployed with; plain values that its closure captures. */
export interface ResponderSettings {
  /** The finding types that are acted on. */
  findingTypes: string[];
  /**
   * What is left to other responses: types and resource kinds that they act on, types whose findings name only the account, and
   * resource types whose remaining findings they record.
   */
  others: { types: string[]; kinds: string[]; accountTypes?: string[]; resourceTypes: string[] };
  modes: ModeRule[];
  exceptionTagKey: string;
  /** The requirements of a valid exception. */
  exceptions: ExceptionLimits;
  /** Whether this is the function that releases, if the response has one. */
  releases?: boolean;
  /** Name of the response's role in every account. */
  roleName: string;
  senders: TrustedSenders;
  /** The accounts from which rehearsal events are accepted; none by default. */
  rehearsalAccounts?: string[];
  people: PeopleSettings;
  /** How often a finding is delivered before it goes to the dead-letter queue. */
  deliveryAttempts: number;
  /** Whether results are written to Security Hub; without it the function has no permission to. */
  securityHub?: boolean;
  /** Which contained findings are archived in GuardDuty. */
  archiveFindings: Archiving;
  /** What subscribers get: plain text, or messages that Amazon Q Developer posts to Slack and Microsoft Teams. */
  noticeFormat: string;
  /** Finding types, with `*` as wildcard, that people are notified of at any severity. */
  alwaysNotify?: string[];
  /** Maximum notices of one kind about one account in a clock hour; further ones are counted. */
  noticesPerHour?: number;
  /** Interval of reminders of a pause, in hours. */
  pauseReminderHours?: number;
  /** ARN patterns that no response may modify. */
  protectedResources: string[];
  /**
   * Maximum containments of a severity band and all higher ones that it may begin in one account within an hour; further ones wait
   * for approval.
   */
  containmentsPerHour: number;
  /** The largest share of a group, such as an Auto Scaling group, that it may contain at a time; 1 by default. */
  largestShare?: number;
  /** Limits on containment by hand, if not the default. */
  byHand?: Partial<ByHandSettings>;
  /** Hours until a pending request expires. */
  approvalHours: number;
  /** Interval of reminders of held containments, in days. */
  reminderDays: number;
  /** The response's own settings. */
  response: Record<string, unknown>;
}

/** What decides how a response answers a finding, as it is deployed. */
export type AppliedModes = Pick<
  ResponderSettings,
  "modes" | "containmentsPerHour" | "largestShare" | "protectedResources"
>;

/** What config requires of an exception. */
export interface ExceptionLimits {
  expiryRequired: boolean;
  /** Maximum days from issue to end of an exception; no limit if left out. */
  longestDays?: number;
  signatureRequired: boolean;
  /** Responses from which exceptions are not allowed. */
  never: string[];
}

/** Who may speak for other accounts: the security account and GuardDuty's delegated administrators. */
export interface TrustedSenders {
  securityAccountId: string;
  delegatedAdministrators: string[];
}

/** Who may send commands, and whose sessions identify a person; ARNs of roles and users, with `*` in the name. */
export interface PeopleSettings {
  /** Who may send the commands of each alias. */
  operate: string[];
  approve: string[];
  /** The roles whose session names are names of people and cannot be chosen by them. */
  personalSessions: string[];
}

/** Limits on containment by hand. */
export interface ByHandSettings {
  /** Maximum containments that one principal may begin within an hour; further ones need a second person. */
  containmentsPerHour: number;
  /** ARN patterns of the resources that always need a second person. */
  secondPerson: string[];
  /** While all responses are paused: whether a second person has to approve, or the request goes through. */
  whilePaused: "approve" | "contain";
}

/** What a response may do: act, act after approval, only report what it would do, or nothing. */
export type Mode = "contain" | "approve" | "observe" | "off";

/** One refinement of a mode; a field that is left out matches everything. */
export interface ModeRule {
  mode: Mode;
  accounts?: string[];
  /** Organizational units, or the root, at any height above the account; together with `accounts`, either is enough. */
  organizationalUnits?: string[];
  /** The accounts in these units when the stack was deployed, for decisions while the units cannot be read. */
  accountsAtDeployment?: string[];
  severities?: SeverityBand[];
  /** Finding types, with `*` for anything. */
  types?: string[];
}

/**
 * Which contained findings are archived in GuardDuty. Archived findings are hidden by default, so those of severity 9 or more stay
 * unless `all` is set: they are contained, but must still be investigated.
 */
export type Archiving = "none" | "below-critical" | "all";
