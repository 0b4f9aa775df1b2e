import type { Route } from "../model/response";
import { blockPrincipal } from "./blockPrincipal";
import { blockPublicBucket } from "./blockPublicBucket";
import { confineCluster } from "./confineCluster";
import { confineSecurityGroup } from "./confineSecurityGroup";
import { isolateDatabase } from "./isolateDatabase";
import { isolateInstance } from "./isolateInstance";
import { isolatePod } from "./isolatePod";
import { isolateTask } from "./isolateTask";
import { notify } from "./notify";
import { restoreGuardrail } from "./restoreGuardrail";
import { runRunbook } from "./runRunbook";
import type { RunbookDeclaration } from "./runRunbook/declaration";
import { stopFunction } from "./stopFunction";
import { unshareCopy } from "./unshareCopy";

/**
 * Every route of findings. Stacks, roles and functions are derived from this list.
 *
 * @param runbooks the runbooks that the stack declares; if it declares none, there is no run-runbook
 */
export function catalogueOf(runbooks: RunbookDeclaration[]): Route[] {
  const declared = runbooks.length > 0 ? [runRunbook(runbooks)] : [];
  return [
    // One on each line.
    isolateInstance,
    blockPrincipal,
    confineSecurityGroup,
    blockPublicBucket,
    stopFunction,
    isolateDatabase,
    unshareCopy,
    isolateTask,
    isolatePod,
    confineCluster,
    restoreGuardrail,
    ...declared,
    notify,
  ];
}

/** The routes that every stack has. */
export const catalogue: Route[] = catalogueOf([]);
