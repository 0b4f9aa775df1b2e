import type { ReleasePlan } from "../../model/call";
import { isRunning, type RunbookPriorState, type RunbookState } from "./state";

/** The requested runbooks. */
export function priorState({ runs }: RunbookState): RunbookPriorState {
  return { runbooks: runs.map(({ declaration }) => declaration.name) };
}

/**
 * A document does not say how to undo it: a release ends the containment and names what stays. The containment cannot end while
 * an execution runs, or the execution's end would not be recorded.
 */
export function releasePlan({ runs, undeclared }: RunbookState): ReleasePlan {
  const running = runs.filter(({ execution }) => execution && isRunning(execution));
  const stuck = running.map(
    ({ declaration: { document }, execution }) =>
      `runbook ${document} is still running: stop execution ${execution!.id} in Systems Manager or wait for its end, then release again`,
  );
  return {
    calls: [],
    ...(stuck.length > 0 && { stuck }),
    drift: [
      ...runs.flatMap(({ declaration, execution }) =>
        execution && !isRunning(execution)
          ? [`a release does not undo the changes of runbook ${declaration.document}`]
          : [],
      ),
      ...undeclared.map((name) => `the changes of runbook ${name}, which is no longer declared, stay`),
    ],
  };
}
