import { contain } from "../../containment/contain";
import { decide, givenUp, type Matter, previousDecision, previousNotified } from "../../containment/decide";
import { checkExemptions, lookAtExemption } from "../../containment/exemptions";
import { finishOpened } from "../../containment/finishOpened";
import { checkAutomations, followAutomation } from "../../containment/followAutomation";
import { hourlyCheck } from "../../containment/hourlyCheck";
import { lookAfterCall } from "../../containment/lookAfterCall";
import { lookAt } from "../../containment/lookAtHeld";
import { targetsFor } from "../../containment/targetsFor";
import { targetsIn } from "../../containment/targetsIn";
import { watch } from "../../containment/watch";
import { intake, type Refused } from "../../findings/intake";
import type { Reread } from "../../findings/source";
import type { SourceEvent } from "../../findings/sourceEvent";
import { answerSource, sourceOf } from "../../findings/sources";
import { coded, messageOf } from "../../lib/errors";
import { messageText, type OwnMessage, readMessage } from "../../messages/queueMessage";
import type { ApiCall } from "../../model/apiCall";
import type { Finding } from "../../model/finding";
import type { Decision } from "../../model/journalItems";
import { type Refusal, skippedBecause } from "../../model/refusal";
import { isResponse, isWatch, type Response, type Route } from "../../model/response";
import type { Target } from "../../model/target";
import { putUnsent } from "../../notices/putDecision";
import type { Run } from "../../run/run";

/** Maximum characters of an unreadable event in the journal. */
const excerptLength = 2000;

/**
 * Works on one delivered message until every target of each of its findings has a decision in the journal.
 *
 * @throws what the first target that failed threw, after the others were tried
 */
export async function handle(
  run: Run,
  route: Route,
  read: (event: unknown) => SourceEvent,
  text: string,
): Promise<Decision[]> {
  const message = readMessage(text);
  if (message.kind === "event") return answerAll(run, route, read, message);
  if (message.kind === "target") return answerAll(run, route, read, { text: message.text, only: message });
  if (message.kind === "exemption") return lookAtExemption(run, route, message);
  if (message.kind === "exemptions") {
    await checkExemptions(run, route);
    return [];
  }
  if (message.kind === "unsent") {
    await putUnsent(run, route);
    return [];
  }
  if (message.kind === "call" && isResponse(route))
    return answerCall({ run, route, read, delivered: { text } }, message.call);
  if (isResponse(route)) return answerOwn(run, route, message);
  return message.kind === "automation" ? answerAll(run, route, read, { text }) : [];
}

/** A call that undoes what is held is looked after there; any other may be a finding by itself. */
async function answerCall(answering: Answering & { route: Response }, call: ApiCall): Promise<Decision[]> {
  const { run, route } = answering;
  const looked = await lookAfterCall(run, route, call);
  if (looked !== undefined) return looked;
  const finding = route.reports?.(call);
  if (!finding || !run.settings.findingTypes.includes(finding.type)) return [];
  const results: Results = { decisions: [], failures: [] };
  await answer(answering, finding, results);
  if (results.failures.length > 0) throw results.failures[0];
  return results.decisions;
}

/** Messages from the product itself. */
async function answerOwn(run: Run, response: Response, message: OwnMessage): Promise<Decision[]> {
  if (message.kind === "automation") return followAutomation(run, response, message.event);
  if (message.kind === "runbooks") return checkAutomations(run, response);
  if (message.kind === "look") return lookAt(run, response, message.containment);
  if (message.kind === "unfinished") return finishOpened(run, response, message);
  return hourlyCheck(run, response);
}

/** An event of a source, and the one target that is meant, if not all of them. */
interface Delivered {
  text: string;
  event?: object;
  only?: { finding: string; arn: string; found?: Target | undefined };
}

/** The results of an event so far. */
interface Results {
  decisions: Decision[];
  failures: unknown[];
}

async function answerAll(
  run: Run,
  route: Route,
  read: (event: unknown) => SourceEvent,
  delivered: Delivered,
): Promise<Decision[]> {
  const { text, only, event } = delivered;
  const results: Results = { decisions: [], failures: [] };
  for (const item of intake(text, read, run.settings.senders, event)) {
    if ("ignored" in item) {
      run.services.log.info("ignored", { finding: item.id, reason: item.ignored });
      continue;
    }
    // A finding that fails does not stop the others.
    const subject = "finding" in item ? item.finding : item;
    try {
      if ("refused" in item) {
        if (!only) results.decisions.push(await refuse({ run, route, subject: item }, text, item.refused));
      } else if (!only || only.finding === item.finding.id) {
        await answer({ run, route, read, delivered }, item.finding, results);
      }
    } catch (error) {
      results.failures.push(error);
      if (run.lastAttempt) await recordFailure({ run, route, subject }, undefined, error);
    }
  }
  if (results.failures.length > 0) throw results.failures[0];
  return results.decisions;
}

async function refuse(matter: Matter & { subject: Finding | Refused }, text: string, reason: string) {
  const { run, route, subject } = matter;
  const previous = await previousDecision(run, route, subject.id);
  const verdict = { outcome: "refused" as const, reason, excerpt: text.slice(0, excerptLength) };
  const decision = await decide(matter, verdict, previous);
  // An analyst who chose an unreadable finding is informed at the finding.
  if (!("type" in subject) && subject.hub) await answerSource(run, { hub: subject.hub, action: "chosen" }, decision);
  return decision;
}

/** A finding's way through one route. */
interface Answering {
  run: Run;
  route: Route;
  read: (event: unknown) => SourceEvent;
  delivered: Delivered;
}

/** Contains every target of the finding, or records why there is none. */
async function answer(answering: Answering, sent: Finding, { decisions, failures }: Results): Promise<void> {
  const { run, route, read } = answering;
  const { text, only } = answering.delivered;
  const source = sourceOf(sent);
  const delivered = (await source?.complete?.(run, route, sent)) ?? sent;
  if (targetsFor(route, delivered, run.settings) === undefined) {
    run.services.log.info("left to another response", { finding: delivered.id, type: delivered.type });
    return;
  }
  const answered = delivered.action !== undefined || run.settings.findingTypes.includes(delivered.type);
  if (delivered.leftAlone !== undefined) {
    const { id: finding, leftAlone: reason } = delivered;
    if (answered) decisions.push(await skip(run, route, delivered, reason));
    else run.services.log.info("ignored", { finding, reason });
    return;
  }
  const again = answered && isResponse(route) ? await source?.reread?.(run, delivered, read) : undefined;
  const known: Reread = again ?? { finding: delivered };
  if ("refused" in known) {
    decisions.push(await refuse({ run, route, subject: delivered }, text, known.refused));
    return;
  }
  const { finding, settled } = known;
  if (settled !== undefined) {
    const own = ({ response, target, containment }: Decision) =>
      containment !== undefined && response === route.name && (!only || target?.arn === only.arn);
    // If this response archived it, it continues, so that Security Hub gets its note too.
    if (!(await run.services.journal.lastDecision(finding.id, own))) {
      decisions.push(await skip(run, route, finding, settled));
      return;
    }
  }
  const named = targetsFor(route, finding, run.settings) ?? `${route.name} does not act on ${finding.type}`;
  const targets = only?.found ? [only.found] : await targetsIn(run, route, finding, named);
  if (!Array.isArray(targets)) {
    decisions.push(await skip(run, route, finding, targets));
    return;
  }
  const wanted = targets.filter(({ arn }) => !only || only.arn === arn);
  if (only && wanted.length === 0) {
    decisions.push(await skip(run, route, finding, `the finding no longer names ${only.arn}`));
    return;
  }
  if (wanted.length > 1 && run.services.send) {
    const found = (target: Target) => Array.isArray(named) && named.length === 0 && { found: target };
    await run.services.send(
      wanted.map((target) => messageText("target", { text, finding: finding.id, arn: target.arn, ...found(target) })),
    );
    run.services.log.info("each target gets its own message", { finding: finding.id, targets: wanted.length });
    return;
  }
  for (const target of wanted) {
    try {
      decisions.push(await answerFor(run, route, finding, target));
    } catch (error) {
      failures.push(error);
      if (run.lastAttempt) await recordFailure({ run, route, subject: finding }, target, error);
    }
  }
}

async function skip(run: Run, route: Route, finding: Finding, why: string | Refusal): Promise<Decision> {
  const previous = await previousNotified(run, route, finding.id);
  return decide({ run, route, subject: finding }, skippedBecause(why), previous);
}

function answerFor(run: Run, route: Route, finding: Finding, target: Target): Promise<Decision> {
  if (isResponse(route)) return contain(run, route, finding, target);
  if (isWatch(route)) return watch(run, route, finding, target);
  throw coded("NoTarget", `${route.name} has no way to act on ${target.arn}`);
}

/** The event is about to go to the dead-letter queue: records a decision, unless the failed run recorded one. */
async function recordFailure(matter: Matter, target: Target | undefined, error: unknown): Promise<void> {
  const { run, route, subject } = matter;
  try {
    const latest = await previousDecision(run, route, subject.id, target);
    if (latest?.run === run.id) return;
    await decide(matter, givenUp(run, target, error), latest);
  } catch (second) {
    run.services.log.error("the failure could not be recorded", { finding: subject.id, error: messageOf(second) });
  }
}
