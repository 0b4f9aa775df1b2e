import { type OpenTarget, openTarget } from "../aws/openTarget";
import { resolveTarget } from "../aws/resolveTarget";
import { exceptionFor, exemptVerdict, sayingWhyNot } from "../exceptions/exempt";
import type { ExceptionVerdict } from "../exceptions/judge";
import { whyNotRehearsed } from "../findings/rehearsal";
import { isFirst } from "../journal/containments";
import { together } from "../lib/together";
import type { Finding } from "../model/finding";
import type { Decision, Hold } from "../model/journalItems";
import { skippedBecause } from "../model/refusal";
import type { Response } from "../model/response";
import type { Target } from "../model/target";
import { tellingTags } from "../model/tellingTags";
import { publishNotice } from "../notices/publish";
import type { Run } from "../run/run";
import { type Attempt, type OpenAttempt, readContext } from "./attempt";
import { claimPatiently } from "./claimPatiently";
import { decide, previousDecision, previousNotified } from "./decide";
import { endRun, giveUp, goneFrom, leave, leaveBegun } from "./ending";
import { closeLeftOpen, completePriorState, execute, noteEvidence, readTarget, saveEvidence } from "./execute";
import { onlyGoesOn } from "./goesOn";
import { modeOf } from "./modeOf";
import { preview } from "./preview";
import type { Reconciled } from "./reconcile";
import { refusalOf } from "./refusal";
import { beginSeen, goOn, holdOf } from "./start";
import { sayingUndone, undoneTimes } from "./undone";
import { isContained, statusAfter, verdictOf } from "./verdict";

/**
 * Contains one target for one finding, or decides that it must not or need not. Ends with a decision in the journal, or
 * throws: the repeated delivery then continues where this one stopped.
 *
 * @throws Busy, ClaimLost, OutOfTime, LeftOpen, NotPermitted, Throttled, Unavailable, Unsettled, or what AWS throws while the
 * state is read
 */
export async function contain(run: Run, response: Response, finding: Finding, named: Target): Promise<Decision> {
  const { mode } = await modeOf(run, response, finding);
  const target = mode === "off" ? named : await resolveTarget(run, response, named);
  if (typeof target === "string") {
    const previous = await previousNotified(run, response, finding.id, named);
    return decide({ run, route: response, subject: finding }, { ...skippedBecause(target), target: named }, previous);
  }
  const refusal = refusalOf(run, response, target);
  if ((mode === "contain" || mode === "approve") && !refusal) return containHeld(run, response, finding, target);
  const previous = await previousNotified(run, response, finding.id, target);
  if (refusal)
    return decide({ run, route: response, subject: finding }, { ...skippedBecause(refusal), target }, previous);
  if (mode === "observe") {
    return decide({ run, route: response, subject: finding }, await preview(run, response, finding, target), previous);
  }
  const reason = `the mode of ${response.name} is off for account ${finding.accountId} at severity ${finding.severity}`;
  return decide({ run, route: response, subject: finding }, { outcome: "skipped", reason, target }, previous);
}

/** Contains the target under its claim: earlier decisions are read only then, so that no one is notified twice. */
async function containHeld(run: Run, response: Response, finding: Finding, target: Target): Promise<Decision> {
  const writer = run.services.journal.writer(run.id);
  const containment = await claimPatiently(run, writer, response, target);
  const first = isFirst(containment);
  const context = readContext(containment.id, containment, target);
  const attempt = { run, response, finding, target, writer, containment, first, context };
  // A notice that cannot be sent must not delay the cut: it is sent afterwards.
  let unsent: Decision | undefined;
  const known = () =>
    previousNotified(run, response, finding.id, target).catch(async () => {
      unsent = await previousDecision(run, response, finding.id, target);
      return unsent;
    });
  try {
    // The previous decision is needed only at the end, and opening the account takes a while.
    const [previous, open] = await together(
      first ? Promise.resolve(undefined) : known(),
      isReleasedSince(attempt) ? Promise.resolve(undefined) : openTarget(run, response, target, "contain"),
    );
    const decision = await containClaimed({ ...attempt, previous }, open);
    if (unsent) await publishNotice(run, response, unsent);
    return decision;
  } catch (error) {
    if (run.lastAttempt) await giveUp({ ...attempt, previous: undefined }, error);
    else await writer.unclaim(containment);
    throw error;
  }
}

/** Whether a person released it after the finding's last activity. */
const isReleasedSince = ({ finding, containment }: Pick<Attempt, "finding" | "containment">) =>
  containment.status === "released" && Date.parse(finding.lastSeen) <= Date.parse(containment.releasedAt!);

async function containClaimed(attempt: Omit<OpenAttempt, "open">, open: OpenTarget | undefined): Promise<Decision> {
  const { response, finding, containment } = attempt;
  if (!open) {
    return leave(attempt, {
      outcome: "skipped",
      reason: `it was released at ${containment.releasedAt}, after the finding's last activity at ${finding.lastSeen}`,
    });
  }
  const opened: OpenAttempt = { ...attempt, open };
  let state = await readTarget(opened, { stale: [], urgent: true });
  const begun = state !== undefined && (response.leftOpen?.(state) ?? []).length > 0;
  if (begun) {
    // Even if an exception or a pause came since then: half done is worse than either.
    const { state: closed, retry } = await closeLeftOpen(opened, state);
    if (retry) throw retry;
    state = closed;
  }
  return state === undefined ? goneFrom(opened) : containSeen(opened, state, begun);
}

/**
 * If nothing is left to cut, the rest is read before anything is judged.
 *
 * @param begun whether an earlier run left the target half done: then nothing stops the rest
 */
async function containSeen(attempt: OpenAttempt, seen: any, begun: boolean): Promise<Decision> {
  const { response, run } = attempt;
  const unread = response.unread?.(seen) ?? [];
  const cut = response.plan(seen, run.settings.response).length > 0;
  const state = cut || unread.length === 0 ? seen : await readTarget(attempt, { previous: seen, stale: unread });
  return state === undefined ? goneFrom(attempt) : containRead(attempt, state, begun);
}

async function containRead(opened: OpenAttempt, state: any, begun: boolean): Promise<Decision> {
  const attempt = { ...opened, ...tellingTags(opened.response.tags(state)) };
  const { run, response, finding, target, containment } = attempt;
  const foreign = whyNotRehearsed(finding, response.tags(state));
  if (foreign !== undefined) return leaveBegun(attempt, state, { outcome: "refused", reason: foreign });
  const exception = await exceptionFor(run, response, finding, { target, tags: response.tags(state) });
  const exempt = exemptVerdict(exception);
  const settings = run.settings.response;
  const planned = response.plan(state, settings);
  const goesOn = begun || onlyGoesOn(response, containment, planned);
  if (exempt && !goesOn) return leaveBegun(attempt, state, exempt);
  const settled = planned.length === 0;
  const notNeeded = settled && !containment.status && response.notNeeded?.(state);
  if (notNeeded) return leave(attempt, sayingWhyNot(skippedBecause(notNeeded), exception));
  const saved = { priorState: response.priorState(state), hold: holdOf(attempt) };
  const start = settled || goesOn ? await goOn(attempt, saved, settled) : await beginSeen(attempt, state, saved);
  if (start.held) return leaveBegun(attempt, state, sayingWhyNot(start.held, exception));
  if (!settled) await completePriorState(attempt, state);
  await noteEvidence(attempt, response.evidenceIn(state));
  const result: Reconciled<unknown> = settled
    ? { state, made: [], missing: [], problems: [] }
    : await execute(attempt, state);
  return containMade({ ...attempt, ...(start.approval && { approval: start.approval }) }, result, {
    exception,
    hold: saved.hold,
    settled: settled && containment.priorState !== undefined,
  });
}

/** Records the result of the calls. */
async function containMade(
  attempt: OpenAttempt,
  result: Reconciled<unknown>,
  { exception, hold, settled }: { exception: ExceptionVerdict; hold: Hold; settled: boolean },
): Promise<Decision> {
  const { run, response, target, containment } = attempt;
  if (result.state !== undefined) await noteEvidence(attempt, response.evidenceIn(result.state));
  if (result.retry && !run.lastAttempt) {
    await saveEvidence(attempt);
    throw result.retry;
  }
  if (result.state === undefined) return goneFrom({ ...attempt, containment });
  const before = result.made.length === 0 && isContained(containment);
  const proven = verdictOf(response, run.settings.response, result, before);
  const changed = result.made.filter(({ releases, renews }) => !releases && !renews);
  const undone = undoneTimes(containment, target, changed.length, new Date());
  const verdict = sayingWhyNot(sayingUndone(proven, target, undone), exception);
  const status = statusAfter(verdict.outcome, containment);
  const decision = await endRun(attempt, { status, verdict, hold, settled });
  if (result.retry) throw result.retry;
  return decision;
}
