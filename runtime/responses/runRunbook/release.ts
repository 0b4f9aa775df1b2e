import type { ReleasePlan } from "../../model/call";
import { isRunning, type RunbookBefore, type RunbookState } from "./state";

/** Which runbooks were asked for. */
export function before({ runs }: RunbookState): RunbookBefore {
  return { runbooks: runs.map(({ declaration }) => declaration.name) };
}

/**
 * A document tells nobody how to undo it: a release ends the containment and names what stays. While an execution runs the
 * containment is not over, or its end would be recorded nowhere.
 */
export function releasePlan({ runs, undeclared }: RunbookState): ReleasePlan {
  const running = runs.filter(({ execution }) => execution && isRunning(execution));
  const stuck = running.map(
    ({ declaration: { document }, execution }) =>
      `runbook ${document} still runs: stop execution ${execution!.id} in Systems Manager or wait for its end, then release again`,
  );
  return {
    calls: [],
    ...(stuck.length > 0 && { stuck }),
    drift: [
      ...runs.flatMap(({ declaration, execution }) =>
        execution && !isRunning(execution)
          ? [`the runbook ${declaration.document} made its changes; they are not taken back by a release`]
          : [],
      ),
      ...undeclared.map((name) => `the runbook ${name}, which is declared no more, made its changes; they stay`),
    ],
  };
}
