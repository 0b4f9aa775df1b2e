import type { Ask } from "./asks";
import type { RunbookDeclaration } from "./declaration";
import type { ParameterTarget } from "./parameters";

/** One execution of a document: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html */
export interface Execution {
  id: string;
  status: string;
  /** ISO 8601 in UTC, as all times here. */
  startedAt?: string;
  endedAt?: string;
  failure?: string;
  /** What the steps put out, in short. */
  outputs?: string;
  /** It still runs after `timeoutMinutes`. */
  overdue: boolean;
}

/** One runbook that findings request, and its progress. */
export interface RunbookRun {
  declaration: RunbookDeclaration;
  asks: Ask[];
  /** When any finding last reported the fault. */
  lastSeen?: string;
  /** How many executions this containment is known to have started. */
  starts: number;
  /** The latest of them. */
  execution?: Execution;
}

/** Everything that is read of a target and its runbooks, as one plain object. */
export interface RunbookState extends ParameterTarget {
  kind: string;
  tags: Record<string, string>;
  /** The containment's id, which marks executions. */
  containment: string;
  runs: RunbookRun[];
  /** Runbooks that the stack's file no longer declares. */
  undeclared: string[];
}

/** The runbooks requested when the first was started. They cannot be undone, so nothing else is kept. */
export interface RunbookPriorState {
  runbooks: string[];
}

/** The tag of executions that names the containment they belong to. */
export const containmentTag = "firebreak:containment";
/** The tag of executions that names the declaration they were started for. */
export const runbookTag = "firebreak:runbook";

/** The kind of evidence that is an execution's id; the latest execution comes last. */
export const executionOf = (runbook: string) => `execution of ${runbook}`;
/** The kind of evidence for the end of an execution: its id, the status, the time. */
export const endOf = (runbook: string) => `end of ${runbook}`;

/** Minutes for which AWS Config and Security Hub may still report a fault that a runbook has fixed. */
const lag = 15;

/**
 * Statuses of an execution that has not ended
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html and the API's own list).
 */
const runningStatuses = [
  "Approved",
  "Cancelling",
  "ChangeCalendarOverrideApproved",
  "InProgress",
  "Pending",
  "PendingApproval",
  "PendingChangeCalendarOverride",
  "RunbookInProgress",
  "Scheduled",
  "Waiting",
];
const succeededStatuses = ["CompletedWithSuccess", "Success"];
const failedStatuses = [
  "Canceled",
  "Cancelled",
  "ChangeCalendarOverrideRejected",
  "CompletedWithFailure",
  "Exited",
  "Failed",
  "NotFound",
  "Rejected",
  "TimedOut",
];

/** Whether an execution is still running. An unknown status counts as ended if the execution has an end time. */
export function isRunning({ status, endedAt }: Pick<Execution, "status" | "endedAt">): boolean {
  if (runningStatuses.includes(status)) return true;
  const known = succeededStatuses.includes(status) || failedStatuses.includes(status);
  return !known && endedAt === undefined;
}

/** Whether an execution completed all its steps. Every other end, known or not, is a failure. */
export function hasSucceeded({ status }: Pick<Execution, "status">): boolean {
  return succeededStatuses.includes(status);
}

/**
 * The requests without an execution: all before the first, none while one runs, and those that came after its end. A report
 * shortly after the end is about the fault that was fixed: evaluations lag behind.
 */
export function unanswered({ asks, execution }: RunbookRun): Ask[] {
  if (!execution) return asks;
  if (isRunning(execution)) return [];
  return asks.filter((ask) => isAfter(ask.seen, execution, ask.again ? 0 : lag));
}

/** When an earlier finding reported the fault again after the end; undefined if none did. */
export function seenAfterEnd({ execution, lastSeen }: RunbookRun): string | undefined {
  return execution && lastSeen && isAfter(lastSeen, execution, lag) ? lastSeen : undefined;
}

function isAfter(time: string, { endedAt }: Execution, minutes: number): boolean {
  return endedAt !== undefined && Date.parse(time) > Date.parse(endedAt) + minutes * 60_000;
}
