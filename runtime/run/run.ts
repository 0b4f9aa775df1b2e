import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { GuardDuty } from "@aws-sdk/client-guardduty";
import type { KMS } from "@aws-sdk/client-kms";
import type { Organizations } from "@aws-sdk/client-organizations";
import type { SecurityHub } from "@aws-sdk/client-securityhub";
import type { SNS } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import type { STS } from "@aws-sdk/client-sts";
import type { Journal } from "../journal/journal";
import type { Call } from "../model/call";
import type { Approval, Decision, OpenedSession } from "../model/journalItems";
import type { ResponderSettings } from "../model/responderSettings";
import type { ClientConfig } from "../model/response";
import type { AccountUnits } from "../policy/modes";

/** The services of the security account, made once per container. */
export interface Services {
  journal: Journal;
  sns: SNS;
  /** Verifies the signatures of exceptions. */
  kms: KMS;
  /** The ARN of the key that signs exceptions. Throws NotConfigured if the function has none. */
  exceptionKey(): string;
  /** STS of a Region: tokens of regional endpoints are valid everywhere, those of the global endpoint are not. */
  sts(region: string): STS;
  /** GuardDuty and Security Hub of a Region, where findings are read again and results are reported. */
  guardDuty(region: string): GuardDuty;
  securityHub(region: string): SecurityHub;
  /** Reads the units of accounts; loaded by the first call, as most findings need none. */
  organizations(): Promise<Pick<Organizations, "listParents">>;
  /** The security account's detectors by Region, as far as this container has looked them up. */
  detectors?: Record<string, string>;
  /** The configuration of clients in the target's account. */
  clientConfig: Pick<ClientConfig, "maxAttempts" | "retryMode" | "requestHandler">;
  /** Makes a client's calls appear in the run's `calls`. */
  observe<Client>(client: Client): Client;
  topic: string;
  events: Pick<EventBridge, "putEvents">;
  /** The name of the bus of decisions. Throws NotConfigured if the function records none. */
  decisionBus(): string;
  /** Puts messages into the response's own queue, with an optional delay in seconds. */
  send?(messages: string[], delaySeconds?: number): Promise<void>;
  /** Asks the function that releases to restore what a containment opened and cannot close. Absent if this function may itself. */
  giveBack?(request: GiveBackRequest): Promise<void>;
  /** The response's dead letters, and the queue to which they return. */
  letters(): Promise<LetterQueues>;
  log: Log;
  /** Counts a decision. */
  count(decision: Decision): void;
  /** Records the share of the allowed size that a session policy used, in percent. */
  measurePacked?(percent: number): void;
}

/** Structured log lines; never whole findings, tokens or policies. */
export interface Log {
  info(message: string, fields: Record<string, unknown>): void;
  warn(message: string, fields: Record<string, unknown>): void;
  error(message: string, fields: Record<string, unknown>): void;
}

/** One finding, or one command, being worked on. */
export interface Run {
  id: string;
  services: Services;
  settings: ResponderSettings;
  started: number;
  /** Every API call so far. */
  calls: LoggedCall[];
  /** Every session in the account of a target so far. */
  sessions?: OpenedSession[];
  /** Milliseconds until Lambda ends the function. */
  remaining(): number;
  /** No further delivery follows: a failure is final and must be recorded. */
  lastAttempt: boolean;
  /** The person who requested it, if any. */
  person?: Person;
  /** The organizational units above the accounts that were asked about, by account. */
  units?: Record<string, AccountUnits>;
}

/** A person who sent a command. */
export interface Person {
  by: string;
  reason: string;
  /** Whether the person wants a second one to approve it. */
  asks?: true;
  /** What the person approved. */
  approval?: Approval;
}

/** One API call as sent; a retry is another call. */
export interface LoggedCall {
  service: string;
  operation: string;
  milliseconds: number;
}

/** A request from the function that contains to the one that releases. */
export interface GiveBackRequest {
  containment: string;
  /** The run that holds the claim. */
  run: string;
  call: Pick<Call, "service" | "operation" | "input">;
}

/** The queue of kept dead letters, and the queue to which they return, by URL. */
export interface LetterQueues {
  sqs: Pick<SQS, "deleteMessage" | "getQueueAttributes" | "receiveMessage" | "sendMessage">;
  kept: string;
  queue: string;
}
