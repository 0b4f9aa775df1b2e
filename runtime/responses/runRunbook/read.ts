import type { SSM } from "@aws-sdk/client-ssm";
import { readTags } from "../../aws/readTags";
import type { Evidence } from "../../model/call";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import type { TagClients } from "../../resources/tagClients";
import { asksFor, lastSeen } from "./asks";
import type { RunbookDeclaration } from "./declaration";
import { findExecution, readExecution } from "./executions";
import { executionOf, type RunbookPriorState, type RunbookRun, type RunbookState, unanswered } from "./state";

/** The clients that runbooks need. */
export interface RunbookClients extends TagClients {
  ssm: SSM;
}

type Context = ReadContext<RunbookState, RunbookPriorState>;

/** Reads the target's tags and the executions that were started for it; undefined if the target no longer exists. */
export async function read(
  declarations: RunbookDeclaration[],
  clients: RunbookClients,
  target: Target,
  context: Context,
): Promise<RunbookState | undefined> {
  const { previous, wanted, evidence, containment } = context;
  const { kind, id, accountId, region, partition } = target;
  const live = previous ?? (await readTags(clients, target));
  if (!live) return undefined;
  const { tags, name = id, arn = target.arn } = live;
  const state = { kind, id, name, arn, accountId, region, partition, tags, containment };
  const started = declarations.map((item) => item.name).filter((item) => executionIds(evidence, item).length > 0);
  const asked = wanted.map((details) => details["runbook"] ?? "");
  const names = [...new Set([...asked, ...started])];
  const runs: RunbookRun[] = [];
  for (const declaration of declarations.filter((item) => names.includes(item.name))) {
    runs.push(await readRun(clients.ssm, declaration, { ...state, runs, undeclared: [] }, context));
  }
  const undeclared = names.filter((item) => item && !declarations.some((declaration) => declaration.name === item));
  return { ...state, runs, undeclared };
}

async function readRun(
  ssm: SSM,
  declaration: RunbookDeclaration,
  state: RunbookState,
  context: Context,
): Promise<RunbookRun> {
  const { previous, wanted, evidence, continued } = context;
  const { name } = declaration;
  const ids = executionIds(evidence, name);
  const latest = ids.at(-1);
  const execution =
    latest && (await readExecution(ssm, declaration, { id: latest, evidence, fresh: previous !== undefined }));
  const seen = lastSeen(name, wanted);
  const run: RunbookRun = {
    declaration,
    asks: asksFor(name, wanted),
    starts: ids.length,
    ...(seen && { lastSeen: seen }),
    ...(execution && { execution }),
  };
  // A run that died may have started an execution without recording it.
  if (previous || !continued || context.priorState || unanswered(run).length === 0) return run;
  const found = await findExecution(ssm, state, run, ids);
  return found ? { ...run, starts: ids.length + 1, execution: found } : run;
}

function executionIds(evidence: Evidence[], runbook: string): string[] {
  return evidence.filter((item) => item.kind === executionOf(runbook)).map((item) => item.id);
}
