import type { RunbookDeclaration } from "./declaration";
import { type Execution, hasSucceeded, isRunning, type RunbookState, seenAfterEnd, unanswered } from "./state";

/** The residual risk after a runbook, one sentence each. */
export function residualRisk(state: RunbookState): string[] {
  return [
    ...beyondReach(state),
    ...state.runs.flatMap(({ declaration, execution }) =>
      execution ? [afterExecution(declaration, execution, state)] : [],
    ),
  ];
}

/** A finding that still reports the fault after the runbook's end: the runbook did not help. */
export function beyondReach({ runs }: RunbookState): string[] {
  return runs.flatMap((run) => {
    const seen = unanswered(run).length === 0 && seenAfterEnd(run);
    const { document } = run.declaration;
    return seen && hasSucceeded(run.execution!)
      ? [`the fault was still seen at ${seen}, after runbook ${document} had succeeded at ${run.execution!.endedAt}`]
      : [];
  });
}

function afterExecution({ document }: RunbookDeclaration, execution: Execution, { kind, id }: RunbookState): string {
  const { id: execId, status, endedAt, outputs } = execution;
  if (isRunning(execution)) return `nothing is proven until execution ${execId} of runbook ${document} ends`;
  if (!hasSucceeded(execution)) {
    return `execution ${execId} of runbook ${document} ended as ${status}: the changes that it made before that were not undone`;
  }
  const output = outputs ? ` with output ${outputs}` : "";
  return (
    `execution ${execId} of runbook ${document} ended as ${status}${endedAt ? ` at ${endedAt}` : ""}${output}: that is all ` +
    `that is known, because Firebreak did not check ${kind} ${id} itself`
  );
}
