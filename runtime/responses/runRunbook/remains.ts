import type { RunbookDeclaration } from "./declaration";
import { type Execution, hasSucceeded, isRunning, type RunbookState, seenAfterEnd, unanswered } from "./state";

/** What is not known or not done although a runbook was run, each a sentence for people. */
export function remains(state: RunbookState): string[] {
  return [
    ...beyondReach(state),
    ...state.runs.flatMap(({ declaration, execution }) =>
      execution ? [afterExecution(declaration, execution, state)] : [],
    ),
  ];
}

/** A finding that goes on seeing the fault after the runbook's end: the runbook did not help. */
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
  if (isRunning(execution)) return `nothing is proven before execution ${execId} of runbook ${document} has ended`;
  if (!hasSucceeded(execution)) {
    return `what execution ${execId} of runbook ${document} had done when it ended as ${status} was not taken back`;
  }
  const told = outputs ? ` and put out ${outputs}` : "";
  return (
    `execution ${execId} of runbook ${document} ended as ${status}${endedAt ? ` at ${endedAt}` : ""}${told}: that is all ` +
    `that is known, ${kind} ${id} itself was not looked at`
  );
}
