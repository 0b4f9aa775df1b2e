import type { ReleasePlan } from "../../response";
import { isRunning, type RunbookBefore, type RunbookState } from "./state";

/** Which runbooks were asked for. */
export function before({ runs }: RunbookState): RunbookBefore {
  return { runbooks: runs.map(({ declaration }) => declaration.name) };
}

/** A document tells nobody how to undo it: a release ends the containment and names what stays. */
export function releasePlan({ runs, undeclared }: RunbookState): ReleasePlan {
  return {
    calls: [],
    drift: [
      ...runs.flatMap(({ declaration, execution }) => {
        if (!execution) return [];
        const { document } = declaration;
        return isRunning(execution)
          ? [`runbook ${document} still runs: stop execution ${execution.id} in Systems Manager if it must not go on`]
          : [`the runbook ${document} made its changes; they are not taken back by a release`];
      }),
      ...undeclared.map((name) => `the runbook ${name}, which is declared no more, made its changes; they stay`),
    ],
  };
}
