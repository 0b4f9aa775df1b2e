import { contain } from "./contain";
import { decide, givenUp, previousDecision, previousTold } from "./decide";
import { coded, messageOf } from "./errors";
import { sweepExemptions } from "./exceptions/sweep";
import type { Finding } from "./finding";
import { followEvent } from "./followEvent";
import { intake, type Refused } from "./intake/intake";
import type { SourceEvent } from "./intake/sourceEvent";
import type { Decision } from "./journal/items";
import { isResponse, isWatch, type Route } from "./response";
import type { Run } from "./run";
import { withRule } from "./sources/configRule";
import { reread } from "./sources/reread";
import type { Target } from "./target";
import { targetsFor } from "./targetsFor";
import { upkeep } from "./upkeep";
import { watch } from "./watch";

/** How much of an event that was not understood is kept in the journal, in characters. */
const excerptLength = 2000;

/**
 * Works on one delivered event until every target of each of its findings has a decision in the journal.
 *
 * @throws what the first target that failed threw, after the others were tried
 */
export async function handle(
  run: Run,
  route: Route,
  read: (event: unknown) => SourceEvent,
  text: string,
): Promise<Decision[]> {
  const swept = await sweepExemptions(run, route, text);
  if (swept) return swept;
  if (isResponse(route) && route.followsAutomation) {
    const followed = await followEvent(run, route, text);
    if (followed) return followed;
  }
  const kept = isResponse(route) ? await upkeep(run, route, text) : undefined;
  if (kept) return kept;
  const decisions: Decision[] = [];
  const failures: unknown[] = [];
  for (const item of intake(text, read, run.settings.senders)) {
    if ("ignored" in item) run.services.log.info("ignored", { finding: item.id, reason: item.ignored });
    else if ("refused" in item) decisions.push(await refuse(run, route, item, text));
    else await answer(run, route, item.finding, read, text, { decisions, failures });
  }
  if (failures.length > 0) throw failures[0];
  return decisions;
}

async function refuse(run: Run, route: Route, subject: Finding | Refused, text: string, why?: string) {
  const previous = await previousDecision(run, route, subject.id);
  const reason = why ?? (subject as Refused).refused;
  const verdict = { outcome: "refused" as const, reason, excerpt: text.slice(0, excerptLength) };
  return decide(run, route, subject, verdict, previous);
}

/** What has come of an event so far. */
interface Results {
  decisions: Decision[];
  failures: unknown[];
}

/** Contains every target of the finding, or records why there is none. */
async function answer(
  run: Run,
  route: Route,
  sent: Finding,
  read: (event: unknown) => SourceEvent,
  text: string,
  { decisions, failures }: Results,
): Promise<void> {
  const delivered = await withRule(run, route, sent);
  if (targetsFor(route, delivered, run.settings) === undefined) {
    run.services.log.info("left to another response", { finding: delivered.id, type: delivered.type });
    return;
  }
  const answered = delivered.action !== undefined || run.settings.findingTypes.includes(delivered.type);
  const known = answered && isResponse(route) ? await reread(run, delivered, read) : { finding: delivered };
  if ("refused" in known) {
    decisions.push(await refuse(run, route, delivered, text, known.refused));
    return;
  }
  const { finding } = known;
  const targets = targetsFor(route, finding, run.settings) ?? `${route.name} does not answer ${finding.type}`;
  if (typeof targets === "string") {
    const previous = await previousTold(run, route, finding.id);
    decisions.push(await decide(run, route, finding, { outcome: "skipped", reason: targets }, previous));
    return;
  }
  for (const target of targets) {
    try {
      decisions.push(await answerFor(run, route, finding, target));
    } catch (error) {
      failures.push(error);
      if (run.lastAttempt) await recordFailure(run, route, finding, target, error);
    }
  }
}

function answerFor(run: Run, route: Route, finding: Finding, target: Target): Promise<Decision> {
  if (isResponse(route)) return contain(run, route, finding, target);
  if (isWatch(route)) return watch(run, route, finding, target);
  throw coded("NoTarget", `${route.name} has no way to act on ${target.arn}`);
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
