import { SSM } from "@aws-sdk/client-ssm";
import { longestSession } from "../../aws/assumeRole";
import { tagClients } from "../../aws/tagClients";
import { leftToPerson, type Refusal } from "../../model/refusal";
import type { ClientConfig, Response } from "../../model/response";
import type { Target } from "../../model/target";
import { type OwnRole, ownRoleNamed } from "../../policy/ownRoles";
import { targetTypesOf } from "../../resources";
import type { RunbookDeclaration } from "./declaration";
import { endEvidence, executionsIn } from "./executions";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { type RunbookClients, read } from "./read";
import { priorState, releasePlan } from "./release";
import { beyondReach, residualRisk } from "./residualRisk";
import { executionOf, type RunbookPriorState, type RunbookState, runbookTag } from "./state";
import { targets } from "./targets";

/** Settings for runbooks besides their declarations. */
export interface RunbookSettings {
  /** The product's own roles. What a document does to a role is unknown, so the names alone decide. */
  ownRoles?: OwnRole[];
}

/**
 * Runs SSM Automation documents in the account and Region of the target, as declared, and follows them to their end. What a
 * document does is unknown here, so its status is the only proof, and the notice says so.
 */
export function runRunbook(
  declarations: RunbookDeclaration[],
): Response<RunbookState, RunbookPriorState, RunbookSettings, RunbookClients> {
  const kinds = [...new Set(declarations.map((item) => item.kind))];
  const [kind, another] = kinds;
  const clients = targetTypesOf(...kinds).flatMap(({ tags }) => tags?.clients ?? []);
  return {
    name: "run-runbook",
    words: { done: "runbook run to its end", undone: "containment ended; the changes of the runbook stay" },
    resourceTypes: [...new Set(declarations.flatMap((item) => item.resourceTypes))],
    findingTypes: [...new Set(declarations.flatMap((item) => item.findingTypes))],
    ...(kind && !another && { kind }),
    followsAutomation: true,
    // Steps of a document without a role of its own run with this session.
    sessionSeconds: longestSession,
    targets: (finding) => targets(declarations, finding),
    refuses: (target, settings) => refusal(declarations, target, settings),
    asksApproval: (target) => approvalWanted(declarations, target),
    clients: (config: ClientConfig) => ({
      ssm: new SSM(config),
      ...tagClients(clients, config),
    }),
    read: (clients, target, context) => read(declarations, clients, target, context),
    tags: (state) => state.tags,
    plan,
    residualRisk,
    beyondReach,
    priorState,
    releasePlan,
    evidence: (call, output) =>
      call.operation === "StartAutomationExecution"
        ? [{ kind: executionOf(tagOf(call.input, runbookTag)), id: output.AutomationExecutionId }]
        : [],
    evidenceIn: ({ runs }) =>
      runs.flatMap(({ declaration: { name }, execution }) =>
        execution ? [{ kind: executionOf(name), id: execution.id }, ...endEvidence(name, execution)] : [],
      ),
    executions: executionsIn,
    permissions: permissions(declarations),
  };
}

function refusal(declarations: RunbookDeclaration[], target: Target, settings: RunbookSettings): Refusal | undefined {
  const asked = target.details?.["runbook"];
  const declaration = declarations.find((item) => item.name === asked);
  if (!declaration) return leftToPerson(`runbook ${asked ?? "(unknown)"} is not declared`);
  if (!ownRoleNamed(target, settings.ownRoles)) return undefined;
  return leftToPerson(
    `role ${target.id} is one of Firebreak's own: Firebreak runs no runbook on it, and a person must check who used it`,
  );
}

function approvalWanted(declarations: RunbookDeclaration[], target: Target): string | undefined {
  const declaration = declarations.find((item) => item.name === target.details?.["runbook"]);
  return declaration?.approval
    ? `runbook ${declaration.name} (${declaration.document}) is declared with approval: true`
    : undefined;
}

function tagOf(input: Record<string, unknown>, key: string): string {
  const tags = input["Tags"] as { Key: string; Value: string }[];
  return tags.find((tag) => tag.Key === key)!.Value;
}
