import { createHash } from "node:crypto";
import type { Call } from "../../model/call";
import { filledParameters } from "./parameters";
import {
  containmentTag,
  type Execution,
  hasSucceeded,
  isRunning,
  type RunbookRun,
  type RunbookState,
  runbookTag,
  unanswered,
} from "./state";

/**
 * One call for each runbook that has not succeeded: a start, a wait for its end, or, if it failed, a start that is left to a
 * person: a failed runbook may have done half of its steps. Findings that arrive while it runs join it.
 */
export function plan(state: RunbookState): Call[] {
  return state.runs.flatMap((run) => {
    const { execution } = run;
    if (unanswered(run).length > 0) return [start(state, run)];
    if (!execution) return [];
    if (isRunning(execution)) return [wait(run, execution)];
    return hasSucceeded(execution) ? [] : [anotherStart(run, execution)];
  });
}

/**
 * The call that starts a runbook for the first finding that requests it. The token is derived from the containment and the number
 * of starts, so that the same start cannot happen twice; AWS requires a UUID
 * (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html).
 */
export function start(state: RunbookState, run: RunbookRun): Call {
  const { declaration, starts } = run;
  const { document, documentVersion, name } = declaration;
  const [ask] = [...unanswered(run)].sort(
    (left, right) => Date.parse(left.seen) - Date.parse(right.seen) || (left.finding < right.finding ? -1 : 1),
  );
  return {
    service: "ssm",
    operation: "StartAutomationExecution",
    input: {
      DocumentName: document,
      ...(documentVersion && { DocumentVersion: documentVersion }),
      Parameters: filledParameters(declaration, state, ask!),
      ClientToken: uuidOf(`${state.containment} ${name} ${starts}`),
      Tags: [
        { Key: containmentTag, Value: state.containment },
        { Key: runbookTag, Value: name },
      ],
    },
    reason: `runbook ${name} (${document}) acts on ${ask!.type}${starts > 0 ? ", seen again since it ended" : ""}`,
    changes: ["execution"],
  };
}

function wait({ declaration }: RunbookRun, { id, status, overdue }: Execution): Call {
  const { document, timeoutMinutes } = declaration;
  const reason =
    status === "PendingApproval"
      ? `runbook ${document} waits for approval of execution ${id} in Systems Manager`
      : `runbook ${document} is running, its end will be recorded: execution ${id} is ${status}`;
  return {
    service: "ssm",
    operation: "GetAutomationExecution",
    input: { AutomationExecutionId: id },
    reason: overdue ? `${reason}, overdue after more than ${timeoutMinutes} minutes` : reason,
    changes: ["execution"],
    waitsFor: "the end of the execution",
    ...(!overdue && { pending: true }),
  };
}

function anotherStart({ declaration }: RunbookRun, { id, status, failure }: Execution): Call {
  const { document } = declaration;
  return {
    service: "ssm",
    operation: "StartAutomationExecution",
    input: { DocumentName: document },
    reason:
      `runbook ${document}, execution ${id}, ended as ${status}${failure ? `: ${failure}` : ""}; Firebreak does not start it again ` +
      "for the same finding: fix the cause and release the containment, then the next finding starts it",
    changes: ["execution"],
    waitsFor: `a new start: the execution ended as ${status}`,
  };
}

/** A version 8 UUID, the version for custom values: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8 */
function uuidOf(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  const variant = ((Number.parseInt(hash[16]!, 16) & 3) | 8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}
