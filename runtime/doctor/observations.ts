import type { Pause } from "../model/journalItems";
import type { Reading } from "./reading";

/** A role as it is. */
export interface RoleState {
  trust: string;
  /** The inline policies by name. */
  policies: Record<string, string>;
  /** ARNs of the managed policies. */
  attached: string[];
  boundary?: string;
  tags: Record<string, string>;
}

/** A rule of EventBridge as it is. */
export interface RuleState {
  state: string;
  pattern: string;
}

/** Where a rule sends its events. */
export interface RuleTarget {
  arn: string;
  roleArn?: string;
  dead?: string;
}

/** The detector of GuardDuty, and what keeps it from finding or telling. */
export interface DetectorState {
  /** ENABLED or DISABLED. */
  status: string;
  /** How soon updates of a finding are sent: FIFTEEN_MINUTES, ONE_HOUR or SIX_HOURS. */
  frequency: string;
  /** Names of the protections that are off. */
  disabled: string[];
  /** Names of the filters that archive what they match. */
  suppressing: string[];
  /** Names of the lists of addresses that no finding is made about. */
  trusted: string[];
}

/** A recorder of AWS Config and what it says of itself. */
export interface RecorderState {
  recording: boolean;
  /** PENDING, SUCCESS or FAILURE. */
  lastStatus?: string;
  lastError?: string;
}

/** A rule of AWS Config. */
export interface ConfigRuleState {
  name: string;
  state: string;
  /** Of the last evaluation, if it failed. */
  error?: string;
  /** The function of a custom rule. */
  functionArn?: string;
}

/** A rule that sends to the security account, and where it sends. */
export interface Sending {
  rule: Reading<RuleState | undefined>;
  targets: Reading<RuleTarget[] | undefined>;
}

/** What was seen of an account in one Region; of its rules the one for findings first. */
export interface RegionObservation extends Sending {
  region: string;
  /** The rule for calls that may undo a containment. */
  calls: Sending;
  /** Messages in the queue of what could not be sent. */
  undelivered: Reading<number | undefined>;
  /** undefined if there is none. */
  detector: Reading<DetectorState | undefined>;
  recorder: Reading<RecorderState | undefined>;
  rules: Reading<ConfigRuleState[]>;
  /** Whether the function of the rule of our own admits the account; only where there is that rule. */
  admitted?: Reading<boolean | undefined>;
  /** When the test event was sent, in milliseconds since 1970; missing if there was no reason to send one. */
  event?: Reading<number>;
}

/** What was seen of an account. */
export interface AccountObservation {
  account: string;
  /** By name. */
  roles: Record<string, Reading<RoleState | undefined>>;
  regions: RegionObservation[];
  /** The Regions that it can use; missing if only some Regions were asked about. */
  enabled?: Reading<string[]>;
}

/** A function that works on a queue. */
export interface FunctionState {
  state: string;
  aliases: string[];
  /** The states of what brings the queue's messages to it. */
  mappings: string[];
}

/** Who is subscribed to the topic of notices. */
export interface Subscriptions {
  confirmed: number;
  pending: number;
  /** Ended, and not forgotten by SNS yet. */
  deleted?: number;
  /** Addresses that were confirmed by the link of a mail: everyone who has a notice can end such a subscription. */
  byLink?: string[];
}

/** What was seen of the security account's own part. */
export interface CentralObservation {
  busPolicy: Reading<string | undefined>;
  /** The rules on the bus by name. */
  rules: Reading<Record<string, RuleState>>;
  /** The number of dead letters by the function's name; undefined if there is no queue. */
  dead: Record<string, Reading<number | undefined>>;
  functions: Record<string, Reading<FunctionState | undefined>>;
  /** The largest packed size of a session's policy lately, in percent, by response; undefined if none was opened. */
  packed: Record<string, Reading<number | undefined>>;
  pause: Reading<Pause | undefined>;
  recovery: Reading<boolean>;
  subscriptions: Reading<Subscriptions>;
  /** Names of alarms that are on, by Region. */
  alarms: Record<string, Reading<string[]>>;
  /** Whether Security Hub is on; missing if it need not be. */
  hub?: Reading<boolean>;
}
