import type { Route } from "../model/response";
import { blockPrincipal } from "./blockPrincipal";
import { blockPublicBucket } from "./blockPublicBucket";
import { confineSecurityGroup } from "./confineSecurityGroup";
import { isolateInstance } from "./isolateInstance";
import { notify } from "./notify";
import { runRunbook } from "./runRunbook";
import type { RunbookDeclaration } from "./runRunbook/declaration";

/**
 * Every route of findings. Stacks, roles and functions are derived from this list.
 *
 * @param runbooks the runbooks that the stack declares; if it declares none, there is no run-runbook
 */
export function catalogueOf(runbooks: RunbookDeclaration[]): Route[] {
  const declared = runbooks.length > 0 ? [runRunbook(runbooks)] : [];
  return [isolateInstance, blockPrincipal, confineSecurityGroup, blockPublicBucket, ...declared, notify];
}

/** The routes that every stack has. */
export const catalogue: Route[] = catalogueOf([]);
