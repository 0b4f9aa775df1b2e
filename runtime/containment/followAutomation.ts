import { actionIn } from "../findings/securityHub/clicks";
import { coded, messageOf } from "../lib/errors";
import type { AutomationStatus } from "../messages/automationStatus";
import type { Finding } from "../model/finding";
import type { Containment, Decision, Hold } from "../model/journalItems";
import type { Response, StartedExecution } from "../model/response";
import type { Target } from "../model/target";
import { findingKindOf, targetType } from "../resources";
import type { Run } from "../run/run";
import { contain } from "./contain";

/** Maximum days that an execution runs: a declaration's `timeoutMinutes` allow a week. */
const longestDays = 8;

/**
 * Continues the containment that an execution of SSM Automation belongs to, once for each finding that holds it: reads the
 * execution again and records how it ended. Intermediate statuses and executions of others only produce a log line.
 *
 * @throws Busy if the run that started the execution has not recorded that yet, or what `contain` throws
 */
export async function followAutomation(run: Run, response: Response, event: AutomationStatus): Promise<Decision[]> {
  const { executionId, document, accountId, region, status } = event;
  const about = { execution: executionId, document, account: accountId, region, status };
  if (!event.worthFollowing) {
    run.services.log.info("an execution is still running", about);
    return [];
  }
  const containment = await containmentOf(run, response, event);
  if (!containment) {
    run.services.log.info("no containment started this execution", about);
    return [];
  }
  const named = executionsOf(response, containment).filter(({ id }) => id === executionId);
  return goOn(run, response, containment, named.length > 0 ? named : undefined);
}

/**
 * The same for every containment of the response with an execution whose end is not recorded: Systems Manager sends events on
 * a best-effort basis. A failure does not stop the others; the next check retries it.
 */
export async function checkAutomations(run: Run, response: Response): Promise<Decision[]> {
  const { journal, log } = run.services;
  const today = Date.now();
  const days = Array.from({ length: longestDays + 1 }, (_, ago) =>
    new Date(today - ago * 86_400_000).toISOString().slice(0, 10),
  );
  const decisions: Decision[] = [];
  for (const id of await journal.startedContainments(response.name, days)) {
    try {
      const containment = await journal.getContainment(id);
      const open = containment ? executionsOf(response, containment).filter(({ ended }) => !ended) : [];
      if (open.length > 0) decisions.push(...(await goOn(run, response, containment!, open)));
    } catch (error) {
      log.warn("an execution could not be followed", { containment: id, error: messageOf(error) });
    }
  }
  return decisions;
}

/**
 * The containment that started an execution. Its id is the name of the session that started it, so it is found before it is
 * in the index; the index finds the others.
 */
async function containmentOf(
  run: Run,
  response: Response,
  { executionId, accountId, executedBy = "", at }: AutomationStatus,
): Promise<Containment | undefined> {
  const { journal } = run.services;
  const isIts = (found: Containment | undefined) =>
    found?.response === response.name && found.target.accountId === accountId && Object.keys(found.holds).length > 0;
  const id = new RegExp(`/firebreak-${response.name}-([0-9a-f]{16})$`).exec(executedBy)?.[1];
  const named = id === undefined ? undefined : await journal.getContainment(id);
  if (isIts(named)) return named;
  const since = new Date(Date.parse(at) - longestDays * 86_400_000).toISOString();
  const held = await journal.containmentsIn(response.name, accountId, since);
  return held.find((found) => isIts(found) && executionsOf(response, found!).some(({ id }) => id === executionId));
}

const executionsOf = (response: Response, { evidence }: Containment): StartedExecution[] =>
  response.executions?.(evidence) ?? [];

/** @param executions those whose findings are continued; all findings if it is not known which execution ended */
async function goOn(
  run: Run,
  response: Response,
  containment: Containment,
  executions: StartedExecution[] | undefined,
): Promise<Decision[]> {
  const { journal, log } = run.services;
  const { target, holds, id } = containment;
  const decisions: Decision[] = [];
  const asked = ({ details: given = {} }: Hold) =>
    !executions ||
    executions.some(({ details }) => Object.entries(details).every(([name, value]) => given[name] === value));
  for (const hold of Object.values(holds).filter(asked)) {
    const last = await journal.lastDecision(
      hold.finding,
      (decision) => decision.response === response.name && decision.target?.arn === target.arn && !!decision.about,
    );
    if (last) {
      decisions.push(await contain(run, response, findingOf(last, target), targetOf(target, hold)));
    } else if (isClaimed(containment) && !run.lastAttempt) {
      throw coded("Busy", `containment ${id} is new and its first decision is not recorded yet`);
    } else {
      // The finding of a run that died is delivered again, and that run reads the end of the execution too.
      log.info("no decision about a finding is recorded yet", { containment: id, finding: hold.finding });
    }
  }
  return decisions;
}

const isClaimed = ({ claim }: Containment) => claim !== undefined && claim.until > Date.now();

/** The target as this finding requested it: another finding may request another runbook. */
function targetOf(target: Target, { details }: Hold): Target {
  const { details: _, ...rest } = target;
  return details ? { ...rest, details } : rest;
}

/**
 * A finding as far as a decision recorded it: enough to continue what it requested, not to start anything else.
 */
export function findingOf(decision: Decision, target: Target): Finding {
  const { link: _, ...about } = decision.about!;
  const { kind, id, accountId, region, partition } = target;
  const resource = {
    kind: findingKindOf(kind),
    id,
    accountId,
    region,
    partition,
  };
  const action = actionIn(decision.by);
  return {
    ...about,
    id: decision.finding,
    firstSeen: about.lastSeen,
    resourceType: targetType(kind)?.names.config[0] ?? "",
    resources: [resource],
    ...(action && { action }),
  };
}
