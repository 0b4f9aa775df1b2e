import type { AutomationExecution, AutomationExecutionMetadata, SSM } from "@aws-sdk/client-ssm";
import { isMissing } from "../../lib/errors";
import type { Evidence } from "../../model/call";
import type { StartedExecution } from "../../model/response";
import { documentName, type RunbookDeclaration } from "./declaration";
import { start } from "./plan";
import { type Execution, endOf, executionOf, isRunning, type RunbookRun, type RunbookState, unanswered } from "./state";

/** Maximum length of an execution's texts in notices and in the journal, in characters. */
const longest = { failure: 500, outputs: 300 };
/** Maximum pages of 50 executions that are searched for an unrecorded one. */
const mostPages = 5;

/**
 * An execution as it stands (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetAutomationExecution.html).
 * If Systems Manager does not know it, its recorded end counts; without a recorded end it counts as failed, unless it was just
 * started.
 *
 * @param fresh this run may have started it
 */
export async function readExecution(
  ssm: SSM,
  declaration: RunbookDeclaration,
  { id, evidence, fresh }: { id: string; evidence: Evidence[]; fresh: boolean },
): Promise<Execution> {
  try {
    const { AutomationExecution } = await ssm.getAutomationExecution({ AutomationExecutionId: id });
    return asExecution(AutomationExecution!, declaration);
  } catch (error) {
    if (!isMissing(error)) throw error;
    if (fresh) return { id, status: "Pending", overdue: false };
    const noted = evidence.filter((item) => item.kind === endOf(declaration.name)).map((item) => item.id.split(" "));
    const [, status, endedAt] = noted.find(([execution]) => execution === id) ?? [];
    const failure = "Systems Manager no longer knows it";
    return { id, status: status ?? "NotFound", overdue: false, failure, ...(endedAt && { endedAt }) };
  }
}

/**
 * The execution that a run started but did not record before it died: of the same document, by a session of the same containment
 * (its id is the session's name), since the finding was seen, and with the same parameters as now
 * (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeAutomationExecutions.html).
 */
export async function findExecution(
  ssm: SSM,
  state: RunbookState,
  run: RunbookRun,
  known: string[],
): Promise<Execution | undefined> {
  const session = `-${state.containment.slice(0, state.containment.lastIndexOf("-"))}`;
  const since = Math.min(...unanswered(run).map((ask) => Date.parse(ask.seen)));
  const wanted = start(state, run).input["Parameters"] as Record<string, string[]>;
  const isOurs = (item: AutomationExecutionMetadata) =>
    (item.ExecutedBy ?? "").endsWith(session) &&
    !known.includes(item.AutomationExecutionId!) &&
    (item.ExecutionStartTime?.getTime() ?? 0) >= since;
  const Filters = [{ Key: "DocumentNamePrefix" as const, Values: [documentName(run.declaration)] }];
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await ssm.describeAutomationExecutions({ Filters, ...(NextToken && { NextToken }) });
    for (const { AutomationExecutionId } of (answer.AutomationExecutionMetadataList ?? []).filter(isOurs)) {
      const { AutomationExecution } = await ssm.getAutomationExecution({
        AutomationExecutionId: AutomationExecutionId!,
      });
      if (hasParameters(AutomationExecution!, wanted)) return asExecution(AutomationExecution!, run.declaration);
    }
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return undefined;
}

/** The end of an execution as evidence, so that it stays known after Systems Manager deletes it. */
export function endEvidence(runbook: string, execution: Execution): Evidence[] {
  if (isRunning(execution)) return [];
  const { id, status, endedAt } = execution;
  return [{ kind: endOf(runbook), id: [id, status, endedAt].filter((text) => text).join(" ") }];
}

/** The executions that the evidence of a containment names. */
export function executionsIn(evidence: Evidence[]): StartedExecution[] {
  const started = executionOf("");
  const ended = evidence.filter(({ kind }) => kind.startsWith(endOf(""))).map(({ id }) => id.split(" ")[0]);
  return evidence
    .filter(({ kind }) => kind.startsWith(started))
    .map(({ kind, id }) => ({ id, details: { runbook: kind.slice(started.length) }, ended: ended.includes(id) }));
}

function asExecution(found: AutomationExecution, { timeoutMinutes }: RunbookDeclaration): Execution {
  const startedAt = found.ExecutionStartTime?.toISOString();
  const endedAt = found.ExecutionEndTime?.toISOString();
  const status = found.AutomationExecutionStatus ?? "Unknown";
  const failure = found.FailureMessage?.slice(0, longest.failure);
  const outputs = inShort(found.Outputs ?? {});
  const due = startedAt ? Date.parse(startedAt) + 60_000 * timeoutMinutes : Number.POSITIVE_INFINITY;
  return {
    id: found.AutomationExecutionId!,
    status,
    ...(startedAt && { startedAt }),
    ...(endedAt && { endedAt }),
    ...(failure && { failure }),
    ...(outputs && { outputs }),
    overdue: isRunning({ status, endedAt }) && Date.now() > due,
  };
}

function inShort(outputs: Record<string, string[]>): string {
  const text = Object.entries(outputs)
    .map(([name, values]) => `${name}=${values.join(",")}`)
    .join("; ");
  return text.length > longest.outputs ? `${text.slice(0, longest.outputs)}...` : text;
}

function hasParameters({ Parameters = {} }: AutomationExecution, wanted: Record<string, string[]>): boolean {
  return Object.entries(wanted).every(([name, values]) => JSON.stringify(Parameters[name]) === JSON.stringify(values));
}
