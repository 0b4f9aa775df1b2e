import {
  type CodedError,
  coded,
  isDenied,
  isExisting,
  isOutage,
  isRefused,
  isThrottled,
  messageOf,
} from "../lib/errors";
import type { Call } from "../model/call";

/** Attempts in one run of a call that fails for an unknown reason; the next delivery tries it again. */
const tries = 4;

/** What the loop works with; the same for containing and for releasing. */
export interface Reconciliation<State> {
  state: State;
  /** Reads the stale parts again; undefined if the target no longer exists. */
  read(previous: State, stale: string[]): Promise<State | undefined>;
  plan(state: State): Call[];
  /** Makes one call; what it throws decides whether it is tried again. */
  call(call: Call): Promise<void>;
  /** Restores one part of the target, with the rights of a release. */
  undo?(call: Call): Promise<void>;
  /** Throws if there is no time left for another call, or for so many seconds. */
  checkTime(seconds?: number): void;
  /** Waits; models without a clock replace it. */
  sleep?(seconds: number): Promise<void>;
  /** Called once, before the run's first call that temporarily leaves a part of the target less safe. */
  beforeOpening?(): Promise<void>;
}

/** What a loop remembers about the calls that it made. */
export interface Progress {
  made: Call[];
  failures: Record<string, Failure>;
  /** Parts of the target that this run closed or restored: it never opens them again. */
  settled: string[];
  /** `beforeOpening` was called. */
  announced: boolean;
}

export interface Failure {
  text: string;
  /** How often it was tried in this run. */
  count: number;
  /** Not tried again in this run. */
  final: boolean;
  /** A call that other calls needed: its failure counts even if the plan no longer has it. */
  prepared?: boolean;
  retry?: CodedError;
}

/** Notes that a call succeeded. */
export function noteMade({ made, failures }: Progress, call: Call): void {
  made.push(call);
  delete failures[keyOf(call)];
}

/** Notes that a call failed, and what follows from that. */
export function noteFailure({ failures }: Progress, call: Call, error: unknown): void {
  const count = (failures[keyOf(call)]?.count ?? 0) + 1;
  const failure = { ...judged(`${call.operation}: ${messageOf(error)}`, error, count), count };
  failures[keyOf(call)] = { ...failure, ...(call.prepares && !isExisting(error) && { prepared: true }) };
}

function judged(text: string, error: unknown, count: number): Omit<Failure, "count"> {
  if (isDenied(error)) return { text, final: true, retry: coded("NotPermitted", text) };
  if (isThrottled(error)) return { text, final: true, retry: coded("Throttled", text) };
  if (isRefused(error) && !isExisting(error)) return { text, final: true };
  const retry = coded(isOutage(error) ? "Unavailable" : "Unsettled", text);
  return { text, final: count >= tries, retry };
}

/** Identifies a call. */
export const keyOf = (call: Call): string => `${call.service} ${call.operation} ${JSON.stringify(call.input)}`;
