import { resolveTarget } from "./aws/resolveTarget";
import { claimPatiently } from "./claimPatiently";
import { type Attempt, type OpenAttempt, readContext } from "./containment/attempt";
import { closeLeftOpen, execute, noteEvidence, readTarget } from "./containment/execute";
import { preview } from "./containment/preview";
import { refusalOf } from "./containment/refusal";
import { inWords, isContained, statusAfter, verdictOf } from "./containment/verdict";
import {
  announce,
  decide,
  decisionOf,
  givenUp,
  goneVerdict,
  previousDecision,
  previousTold,
  type Verdict,
} from "./decide";
import { exceptionFor, exemptVerdict, noteExemption, sayingWhyNot } from "./exceptions/exempt";
import type { ExceptionVerdict } from "./exceptions/judge";
import type { Finding } from "./finding";
import { onlyGoesOn } from "./goesOn";
import { holdBack } from "./holdBack";
import { finish, saveBefore, unclaim, type Writer } from "./journal/containments";
import type { ContainmentStatus, Decision, Hold } from "./journal/items";
import { type Mode, modeFor } from "./modes";
import { openTarget } from "./openTarget";
import type { Reconciled } from "./reconcile";
import type { Response } from "./response";
import type { Run } from "./run";
import type { Target } from "./target";
import { sayingUndone, undoneTimes } from "./undone";

/**
 * Contains one target for one finding, or finds out that this must not or need not be done. Ends with a decision in the
 * journal, or throws: then the delivery is repeated and goes on where this one stopped.
 *
 * @throws Busy, ClaimLost, OutOfTime, LeftOpen, NotPermitted, Throttled, Unavailable, Unsettled, or what AWS throws while the
 * state is read
 */
export async function contain(run: Run, response: Response, finding: Finding, named: Target): Promise<Decision> {
  const mode = modeOf(run, finding);
  const target = mode === "off" ? named : await resolveTarget(run, response, named);
  if (typeof target === "string") {
    const previous = await previousTold(run, response, finding.id, named);
    return decide(run, response, finding, { outcome: "skipped", reason: target, target: named }, previous);
  }
  const refusal = refusalOf(run, response, target);
  if ((mode === "contain" || mode === "approve") && !refusal) return containHeld(run, response, finding, target);
  const previous = await previousTold(run, response, finding.id, target);
  if (refusal) return decide(run, response, finding, { outcome: "skipped", reason: refusal, target }, previous);
  if (mode === "observe") {
    return decide(run, response, finding, await preview(run, response, finding, target), previous);
  }
  const reason = `the mode of ${response.name} is off for account ${finding.accountId} at severity ${finding.severity}`;
  return decide(run, response, finding, { outcome: "skipped", reason, target }, previous);
}

/** A person who asks for the response has decided that it is not only observed; one that is off does not answer. */
function modeOf(run: Run, finding: Finding): Mode {
  if (finding.sample) return "observe";
  const mode = modeFor(run.settings.modes, finding);
  return mode === "observe" && (finding.action || run.person) ? "contain" : mode;
}

/** Contains the target while this run has its claim: what came before is read only then, and nobody is told twice. */
async function containHeld(run: Run, response: Response, finding: Finding, target: Target): Promise<Decision> {
  const writer: Writer = { db: run.services.db, table: run.services.table, run: run.id };
  const containment = await claimPatiently(run, writer, response, target);
  const attempt = { run, response, finding, target, writer, containment };
  try {
    const previous = await previousTold(run, response, finding.id, target);
    return await containClaimed({ ...attempt, previous });
  } catch (error) {
    if (run.lastAttempt) await giveUp({ ...attempt, previous: undefined }, error);
    else await unclaim(writer, containment);
    throw error;
  }
}

async function containClaimed(attempt: Attempt): Promise<Decision> {
  const { run, response, finding, target, containment } = attempt;
  if (containment.status === "released" && Date.parse(finding.lastSeen) <= Date.parse(containment.releasedAt!)) {
    return leave(attempt, {
      outcome: "skipped",
      reason: `it was released at ${containment.releasedAt}, after what the finding saw last at ${finding.lastSeen}`,
    });
  }
  const opened: OpenAttempt = {
    ...attempt,
    open: await openTarget(run, response, target, "contain"),
    context: readContext(containment.id, containment, target),
  };
  let state = await readTarget(opened, { stale: [], urgent: true });
  const begun = state !== undefined && (response.leftOpen?.(state) ?? []).length > 0;
  if (begun) {
    // Whatever came since the run that died: half done is worse than both.
    const { state: closed, retry } = await closeLeftOpen(opened, state);
    if (retry) throw retry;
    state = closed;
  }
  return state === undefined ? gone(opened) : containSeen(opened, state, begun);
}

/** What was contained and does not exist any more is released; what never was leaves nothing behind. */
function gone(attempt: Attempt): Promise<Decision> {
  if (attempt.containment.status) return endRun(attempt, { status: "gone", verdict: goneVerdict });
  return leave(attempt, goneVerdict);
}

/**
 * Where nothing is left to cut, the rest is read before anything is judged.
 *
 * @param begun whether an earlier run left the target half done: then nothing stops the rest any more
 */
async function containSeen(attempt: OpenAttempt, seen: any, begun: boolean): Promise<Decision> {
  const { response, run } = attempt;
  const unread = response.unread?.(seen) ?? [];
  const cut = response.plan(seen, run.settings.response).length > 0;
  const state = cut || unread.length === 0 ? seen : await readTarget(attempt, { previous: seen, stale: unread });
  return state === undefined ? gone(attempt) : containRead(attempt, state, begun);
}

async function containRead(attempt: OpenAttempt, state: any, begun: boolean): Promise<Decision> {
  const { run, response, finding, target, writer, containment } = attempt;
  const exception = await exceptionFor(run, response, finding, target, response.tags(state));
  const exempt = exemptVerdict(exception);
  const settings = run.settings.response;
  const planned = response.plan(state, settings);
  const goesOn = begun || onlyGoesOn(response, containment, planned);
  if (exempt && !goesOn) return leave(attempt, exempt);
  const settled = planned.length === 0;
  const needless = settled && !containment.status && response.needless?.(state);
  if (needless) return leave(attempt, sayingWhyNot({ outcome: "skipped", reason: needless }, exception));
  const held = settled || goesOn ? undefined : await holdBack(run, await intentOf(attempt, state));
  if (held) return leave(attempt, sayingWhyNot(held, exception));
  const hold = holdOf(attempt);
  if (!containment.before || !settled) {
    await saveBefore(writer, containment.id, response.before(state), hold);
    if (!isContained(containment)) containment.status = "containing";
  }
  await noteEvidence(attempt, response.evidenceIn(state));
  const result: Reconciled<unknown> = settled
    ? { state, made: [], missing: [], problems: [] }
    : await execute(attempt, state);
  return containMade(attempt, result, { exception, hold });
}

/** Records what has come of the calls. */
async function containMade(
  attempt: OpenAttempt,
  result: Reconciled<unknown>,
  { exception, hold }: { exception: ExceptionVerdict; hold: Hold },
): Promise<Decision> {
  const { run, response, target, containment } = attempt;
  if (result.retry && !run.lastAttempt) throw result.retry;
  if (result.state === undefined) return gone({ ...attempt, containment });
  const before = result.made.length === 0 && isContained(containment);
  const proven = verdictOf(response, run.settings.response, result, before);
  const undone = undoneTimes(containment, target, result.made.length, new Date());
  const verdict = sayingWhyNot(sayingUndone(proven, target, undone), exception);
  const status = statusAfter(verdict.outcome, containment);
  const decision = await endRun(attempt, { status, verdict, hold });
  if (result.retry) throw result.retry;
  return decision;
}

function holdOf({ finding, target, containment }: Attempt): Hold {
  return (
    containment.holds[finding.id] ?? {
      finding: finding.id,
      type: finding.type,
      since: new Date().toISOString(),
      ...(target.details && { details: target.details }),
    }
  );
}

async function intentOf(attempt: OpenAttempt, state: any) {
  const { run, response, finding, containment } = attempt;
  const settings = run.settings.response;
  const full = (response.unread?.(state) ?? []).length > 0 && modeOf(run, finding) === "approve";
  const seen = full ? await readTarget(attempt, { stale: [] }) : state;
  return {
    response,
    finding,
    containment,
    mode: modeOf(run, finding),
    calls: inWords(response.plan(seen ?? state, settings)),
    remains: response.remains(seen ?? state, settings),
  };
}

/** Ends without a containment. */
async function leave(attempt: Attempt, verdict: Verdict): Promise<Decision> {
  const { run, response, finding, target, writer, containment, previous } = attempt;
  const full = { ...verdict, target, containment: containment.id };
  const decision = await decide(run, response, finding, full, previous);
  await unclaim(writer, containment);
  return decision;
}

/** How a run ends for its containment. */
interface End {
  status: ContainmentStatus;
  verdict: Verdict;
  hold?: Hold;
}

async function endRun(attempt: Attempt & Partial<OpenAttempt>, { status, verdict: given, hold }: End) {
  const { run, response, finding, target, writer, containment, previous, context } = attempt;
  const evidence = context && { evidence: context.evidence };
  const verdict = { ...given, target, containment: containment.id, ...evidence };
  await noteExemption(run, response, finding, verdict, previous);
  const decision = decisionOf(run, response, finding, verdict, previous);
  const remains = verdict.remains ?? [];
  await finish(writer, containment.id, { status, remains, ...(hold && { hold }) }, decision);
  await announce(run, response, decision, finding, { writer, containment: containment.id });
  return decision;
}

/** The last delivery failed too: people and the journal learn why before the event goes to the dead-letter queue. */
async function giveUp(attempt: Attempt, error: unknown): Promise<void> {
  const { run, response, finding, writer, containment } = attempt;
  const previous = await previousDecision(run, response, finding.id, containment.target);
  if (previous?.run === run.id) return; // recorded by the run itself
  const verdict = givenUp(run, containment.target, error);
  if (!containment.status || containment.status === "released" || containment.status === "gone") {
    await decide(run, response, finding, verdict, previous);
    await unclaim(writer, containment);
    return;
  }
  const status = isContained(containment) ? containment.status : "failed";
  await endRun({ ...attempt, previous }, { status, verdict });
}
