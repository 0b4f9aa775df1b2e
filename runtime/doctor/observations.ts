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

/** The GuardDuty detector, and what keeps it from finding or reporting threats. */
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

/** An AWS Config recorder and its status. */
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

/** What was observed in an account and Region, with the rule for findings. */
export interface RegionObservation extends Sending {
  region: string;
  /** The rule for calls that may undo a containment. */
  calls: Sending;
  /** Messages in the queue of undelivered findings. */
  undelivered: Reading<number | undefined>;
  /** undefined if there is none. */
  detector: Reading<DetectorState | undefined>;
  recorder: Reading<RecorderState | undefined>;
  rules: Reading<ConfigRuleState[]>;
  /** Whether the function of Firebreak's own rule admits the account; only if the rule exists. */
  admitted?: Reading<boolean | undefined>;
  /** When the test event was sent, in milliseconds since 1970; missing if none was needed. */
  event?: Reading<number>;
}

/** What was seen of an account. */
export interface AccountObservation {
  account: string;
  /** By name. */
  roles: Record<string, Reading<RoleState | undefined>>;
  regions: RegionObservation[];
  /** The rule for events about accounts; only of the management account. */
  accountEvents?: Sending;
  /** The Regions that it can use; missing if only some Regions were asked about. */
  enabled?: Reading<string[]>;
}

/** A function that works on a queue. */
export interface FunctionState {
  state: string;
  aliases: string[];
  /** The states of its event source mappings. */
  mappings: string[];
}

/** Who is subscribed to the topic of notices. */
export interface Subscriptions {
  confirmed: number;
  pending: number;
  /** Deleted, but still listed by SNS. */
  deleted?: number;
  /** Addresses confirmed with the link in a mail: everyone who has a notice can end such a subscription. */
  byLink?: string[];
}

/** What was observed of the security account's central parts. */
export interface CentralObservation {
  busPolicy: Reading<string | undefined>;
  /** The rules on the bus by name. */
  rules: Reading<Record<string, RuleState>>;
  /** The number of dead letters by the function's name; undefined if there is no queue. */
  dead: Record<string, Reading<number | undefined>>;
  /** The number of decisions in each queue of `decisionLetters`, by its name; undefined if there is no queue. */
  undelivered: Record<string, Reading<number | undefined>>;
  functions: Record<string, Reading<FunctionState | undefined>>;
  /** The largest packed size of a recent session policy, in percent, by response; undefined without sessions. */
  packed: Record<string, Reading<number | undefined>>;
  pause: Reading<Pause | undefined>;
  recovery: Reading<boolean>;
  subscriptions: Reading<Subscriptions>;
  /** Names of alarms that are on, by Region. */
  alarms: Record<string, Reading<string[]>>;
  /** Why the security account may not read organizational units, empty if it may; missing if no rule names one. */
  units?: Reading<string>;
  /** Whether Security Hub is on; missing if it is not required. */
  hub?: Reading<boolean>;
}
