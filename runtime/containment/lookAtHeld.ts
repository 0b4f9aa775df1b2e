import { openTarget } from "../aws/openTarget";
import { messageOf } from "../lib/errors";
import { inParallel } from "../lib/inParallel";
import { messageText } from "../messages/queueMessage";
import type { Call } from "../model/call";
import type { Containment, Decision, Hold } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Run } from "../run/run";
import { type OpenAttempt, readContext } from "./attempt";
import { clearAway } from "./clearAway";
import { contain } from "./contain";
import { readTarget } from "./execute";
import { findingOf } from "./followAutomation";
import { tidy } from "./tidy";

/**
 * Checks every containment that a response holds: it may have been undone, evidence may have failed, and what was not possible
 * before may be possible now. One message each, so that one that cannot be read does not stop the others; without a queue they
 * are checked one after the other.
 */
export async function lookAtHeld(run: Run, response: Response): Promise<Decision[]> {
  const { journal, log } = run.services;
  const held = await journal.heldContainments(response.name);
  const ids = held.filter(isSettled).map(({ id }) => id);
  if (await askForLooks(run, ids)) return [];
  const decisions: Decision[] = [];
  for (const id of ids) {
    try {
      decisions.push(...(await lookAt(run, response, id)));
    } catch (error) {
      log.warn("a held containment could not be checked", { containment: id, error: messageOf(error) });
    }
  }
  return decisions;
}

/**
 * Asks for a look at each of the containments, unless one waits already.
 *
 * @param delaySeconds how long each look waits, so that one look serves the calls that come in the meantime
 * @returns whether there is a queue; without one nothing is asked for
 */
export async function askForLooks(run: Run, ids: string[], delaySeconds?: number): Promise<boolean> {
  const { journal, send } = run.services;
  if (!send) return false;
  const free = await inParallel(ids, mostAtOnce, (id) => journal.askForLook(id, new Date()));
  const asked = ids.filter((_, at) => free[at]);
  if (asked.length === 0) return true;
  try {
    await send(
      asked.map((containment) => messageText("look", { containment })),
      delaySeconds,
    );
  } catch (error) {
    // Nothing waits then, and the next delivery asks again.
    await inParallel(asked, mostAtOnce, (id) => journal.beginLook(id));
    throw error;
  }
  return true;
}

/** How many looks are asked for at once. */
const mostAtOnce = 5;

/** A release in progress belongs to a person. */
const isSettled = ({ status, priorState }: Containment) => priorState !== undefined && status !== "releasing";

/** Whether evidence came to its end since the last run. Responses that keep evidence at once have none to follow. */
const hasNewEvidence = ({ findsEvidence, evidenceIn }: Response, state: unknown, { evidence }: Containment): boolean =>
  findsEvidence === true &&
  evidenceIn(state).some((item) => !evidence.some(({ kind, id }) => kind === item.kind && id === item.id));

/**
 * Reads one held target again. If nothing is missing, no evidence failed and there is none to note, that is all; otherwise what the
 * containment no longer needs is removed, and Firebreak acts on its finding again, as on a containment that was undone.
 *
 * @throws what reading the target throws: whether it is still contained is then unknown
 */
export async function lookAt(run: Run, response: Response, id: string): Promise<Decision[]> {
  const { journal, log } = run.services;
  await journal.beginLook(id);
  const containment = await journal.getContainment(id);
  if (!containment || !isSettled(containment)) return [];
  const [hold] = Object.values(containment.holds);
  if (!hold) return [];
  const { target, remains } = containment;
  const open = await openTarget(run, response, target, "contain");
  const context = readContext(id, containment);
  const attempt = { run, response, target, containment, open, context } as OpenAttempt;
  const state = await readTarget(attempt, { stale: [] });
  const beyond = state === undefined ? [] : response.beyondReach(state, run.settings.response);
  const missing: Call[] = state === undefined ? [] : response.plan(state, run.settings.response);
  const changed =
    state === undefined ||
    beyond.some((text) => !remains.includes(text)) ||
    hasNewEvidence(response, state, containment);
  if (!changed && missing.every((call) => call.pending)) {
    if (state !== undefined) await tidy(attempt, state);
    log.info("it is still contained", { containment: id });
    return [];
  }
  const decision = await journal.lastDecision(
    hold.finding,
    (item) => item.response === response.name && item.target?.arn === target.arn && item.about !== undefined,
  );
  if (!decision) return [];
  const finding = findingOf(decision, target);
  const held = targetOf(containment, hold);
  if (state === undefined || missing.some(({ releases }) => releases)) {
    const ended = await clearAway(run, response, finding, held);
    if (ended) return [ended];
    if (!changed && missing.every(({ releases, pending }) => releases || pending)) return [];
  }
  return [await contain(run, response, finding, held)];
}

function targetOf({ target: { details: _, ...rest } }: Containment, { details }: Hold) {
  return details ? { ...rest, details } : rest;
}
