import { contain } from "./contain";
import { decide, givenUp, previousDecision } from "./decide";
import { messageOf } from "./errors";
import type { Finding } from "./finding";
import type { GuardDutyEvent } from "./intake/guardDuty";
import { intake } from "./intake/intake";
import type { Decision } from "./journal/items";
import { publishNotice } from "./publish";
import { isResponse, type Route } from "./response";
import type { Run } from "./run";
import type { Target } from "./target";

/** How much of an event that was not understood is kept in the journal, in characters. */
const excerptLength = 2000;

/**
 * Works on one delivered event until every target of it has a decision in the journal.
 *
 * @throws what the first target that failed threw, after the others were tried
 */
export async function handle(
  run: Run,
  route: Route,
  read: (event: unknown) => GuardDutyEvent,
  text: string,
): Promise<Decision[]> {
  const taken = intake(text, read, run.settings.senders);
  if ("refused" in taken) {
    const previous = await previousDecision(run, route, taken.id);
    const verdict = { outcome: "refused" as const, reason: taken.refused, excerpt: text.slice(0, excerptLength) };
    return [await decide(run, route, taken, verdict, previous)];
  }
  const { finding } = taken;
  const targets = targetsOf(run, route, finding);
  if (typeof targets === "string" || !isResponse(route)) {
    const reason = typeof targets === "string" ? targets : `${route.name} contains nothing`;
    const previous = await previousDecision(run, route, finding.id);
    if (previous) await publishNotice(run.services, route, previous);
    return [await decide(run, route, finding, { outcome: "skipped", reason }, previous)];
  }
  const decisions: Decision[] = [];
  const failures: unknown[] = [];
  for (const target of targets) {
    try {
      decisions.push(await contain(run, route, finding, target));
    } catch (error) {
      failures.push(error);
      if (run.lastAttempt) await recordFailure(run, route, finding, target, error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return decisions;
}

function targetsOf(run: Run, route: Route, finding: Finding): Target[] | string {
  if (isResponse(route) && !run.settings.findingTypes.includes(finding.type)) {
    return `${route.name} does not answer ${finding.type}`;
  }
  return route.targets(finding);
}

/** The event is about to go to the dead-letter queue; if the failed run left no decision, this is it. */
async function recordFailure(run: Run, route: Route, finding: Finding, target: Target, error: unknown): Promise<void> {
  try {
    const latest = await previousDecision(run, route, finding.id, target);
    if (latest?.run === run.id) return;
    await decide(run, route, finding, givenUp(run, target, error), latest);
  } catch (second) {
    run.services.log.error("the failure could not be recorded", { finding: finding.id, error: messageOf(second) });
  }
}
