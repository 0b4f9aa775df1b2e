import type { SeverityBand } from "./finding";

/** What a responder is deployed with; plain values that its closure captures. */
export interface ResponderSettings {
  /** The finding types that are acted on. */
  findingTypes: string[];
  /**
   * What is left to other responses: types they answer, kinds of resources they act on, and resource types of which they
   * record the findings that nobody answers.
   */
  others: { types: string[]; kinds: string[]; resourceTypes: string[] };
  modes: ModeRule[];
  exceptionTagKey: string;
  /** What an exception has to be like to count. */
  exceptions: ExceptionLimits;
  /** Whether this is the function that releases, of a response that has one. */
  releases?: boolean;
  /** Name of the response's role in every account. */
  roleName: string;
  senders: TrustedSenders;
  /** The accounts from which the events of rehearsals are taken; none unless given. */
  rehearsalAccounts?: string[];
  people: PeopleSettings;
  /** How often a finding is delivered before it goes to the dead-letter queue. */
  deliveryAttempts: number;
  /** Whether findings are answered in Security Hub; without it the function has no right to. */
  securityHub?: boolean;
  /** Which contained findings are archived in GuardDuty. */
  archiveFindings: Archiving;
  /** What subscribers get: plain text, or messages that Amazon Q Developer posts to Slack and Microsoft Teams. */
  noticeFormat: string;
  /** Finding types, with `*` for anything, that people are notified of whatever their severity. */
  alwaysNotify?: string[];
  /** How many notices of one kind about one account are sent within a clock hour; all further ones are counted. */
  noticesPerHour?: number;
  /** After how many hours people are reminded of a pause, each time. */
  pauseReminderHours?: number;
  /** ARNs, with `*` for anything, of what no response touches. */
  protectedResources: string[];
  /**
   * How many containments of a severity band and all higher ones it may begin in one account within an hour; all further ones
   * wait for approval.
   */
  containmentsPerHour: number;
  /** The largest share of a group, such as an Auto Scaling group, that it may contain at a time; 1 unless given. */
  largestShare?: number;
  /** What holds for people who contain by hand, where it is not the default. */
  byHand?: Partial<ByHandSettings>;
  /** How long an approval is waited for, in hours. */
  approvalHours: number;
  /** After how many days people are reminded of what is still contained, each time. */
  reminderDays: number;
  /** The response's own settings. */
  response: Record<string, unknown>;
}

/** What config demands of an exception. */
export interface ExceptionLimits {
  expiryRequired: boolean;
  /** How many days after its issue an exception may end; no limit if it is left out. */
  longestDays?: number;
  signatureRequired: boolean;
  /** Responses that nothing is exempt from. */
  never: string[];
}

/** Who may speak for other accounts: the security account and GuardDuty's delegated administrators. */
export interface TrustedSenders {
  securityAccountId: string;
  delegatedAdministrators: string[];
}

/** Who may give commands, and who can be told apart; ARNs of roles and users, with `*` for anything in the name. */
export interface PeopleSettings {
  /** Who may give the commands of each alias. */
  operate: string[];
  approve: string[];
  /** The roles whose session names are names of people and cannot be chosen by them. */
  personalSessions: string[];
}

/** What holds for people who contain by hand. */
export interface ByHandSettings {
  /** How many containments one principal may begin within an hour; all further ones need a second person. */
  containmentsPerHour: number;
  /** ARN patterns of the resources that always need a second person. */
  secondPerson: string[];
  /** While all responses are paused: whether a second person has to approve, or the request goes through. */
  whilePaused: "approve" | "contain";
}

/** What a response may do: act, act when a person approves it, only say what it would do, or nothing. */
export type Mode = "contain" | "approve" | "observe" | "off";

/** One refinement of a mode; a field that is left out matches everything. */
export interface ModeRule {
  mode: Mode;
  accounts?: string[];
  /** Their accounts join `accounts` when the stack is deployed; a rule that still has them was not. */
  organizationalUnits?: string[];
  severities?: SeverityBand[];
  /** Finding types, with `*` for anything. */
  types?: string[];
}

/**
 * Which contained findings are archived in GuardDuty. Analysts do not see an archived finding unless they ask for it, so one
 * of severity 9 or more stays unless `all` is set: it is contained and still has to be investigated.
 */
export type Archiving = "none" | "below-critical" | "all";
