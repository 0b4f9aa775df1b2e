import { checkTime, claimPatiently } from "./claimPatiently";
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
import type { Finding } from "./finding";
import { onlyGoesOn } from "./goesOn";
import { holdBack, type Intent } from "./holdBack";
import { addEvidence, finish, getContainment, saveBefore, unclaim, type Writer } from "./journal/containments";
import type { Containment, ContainmentStatus, Decision, Hold } from "./journal/items";
import { type Mode, modeFor } from "./modes";
import { makeCall, type OpenTarget, openTarget } from "./openTarget";
import type { Outcome } from "./outcome";
import { protectedResource } from "./protectedResource";
import { type Reconciled, reconcile } from "./reconcile";
import { type Refusal, skippedBecause } from "./refusal";
import type { Call, Response } from "./response";
import type { Run } from "./run";
import { containmentId, type Target } from "./target";
import { sayingUndone, undoneTimes } from "./undone";

/**
 * Contains one target for one finding, or finds out that this must not or need not be done. Ends with a decision in the
 * journal, or throws: then the delivery is repeated and goes on where this one stopped.
 *
 * @throws Busy, ClaimLost, OutOfTime, NotPermitted, Throttled, or what AWS throws while the state is read
 */
export async function contain(run: Run, response: Response, finding: Finding, target: Target): Promise<Decision> {
  const refusal = refusalOf(run, response, target);
  const mode = modeOf(run, finding);
  if ((mode === "contain" || mode === "approve") && !refusal) return containHeld(run, response, finding, target);
  const previous = await previousTold(run, response, finding.id, target);
  if (refusal) return decide(run, response, finding, { ...skippedBecause(refusal), target }, previous);
  if (mode === "observe") return observe(run, response, finding, target, previous);
  const reason = `the mode of ${response.name} is off for account ${finding.accountId} at severity ${finding.severity}`;
  return decide(run, response, finding, { outcome: "skipped", reason, target }, previous);
}

/** A person who asks for the response has decided that it is not only observed; one that is off does not answer. */
function modeOf(run: Run, finding: Finding): Mode {
  if (finding.sample) return "observe";
  const mode = modeFor(run.settings.modes, finding);
  return mode === "observe" && (finding.action || run.person) ? "contain" : mode;
}

/** Why a target is never touched, known before any call. */
function refusalOf(run: Run, response: Response, target: Target): string | Refusal | undefined {
  return (
    protectedResource(target, run.settings.protectedResources) ?? response.refuses?.(target, run.settings.response)
  );
}

/** Contains the target while this run has its claim: what came before is read only then, and nobody is told twice. */
async function containHeld(run: Run, response: Response, finding: Finding, target: Target): Promise<Decision> {
  const writer: Writer = { db: run.services.db, table: run.services.table, run: run.id };
  const containment = await claimPatiently(run, writer, response, target);
  try {
    const previous = await previousTold(run, response, finding.id, target);
    return await containClaimed(run, writer, response, finding, target, containment, previous);
  } catch (error) {
    if (run.lastAttempt) await giveUp(run, writer, response, finding, containment, error);
    else await unclaim(writer, containment);
    throw error;
  }
}

/** Says what would be done and records it. */
async function observe(run: Run, response: Response, finding: Finding, target: Target, previous: Decision | undefined) {
  const verdict = await preview(run, response, finding, target);
  return decide(run, response, finding, verdict, previous);
}

/** What containing the target would do at this moment. Nothing is claimed, changed or recorded. */
export async function preview(run: Run, response: Response, finding: Finding, target: Target): Promise<Verdict> {
  const refusal = refusalOf(run, response, target);
  if (refusal) return { ...skippedBecause(refusal), target };
  const id = containmentId(response.name, target.arn);
  const containment = await getContainment(run.services.db, run.services.table, id);
  const open = await openTarget(run, response, target, "contain");
  const state = await open.read({ ...readContext(id, containment, target), stale: [] });
  if (state === undefined) return { ...goneVerdict, target };
  const exception = await exceptionFor(run, response, finding, target, response.tags(state));
  const verdict = exemptVerdict(exception) ?? sayingWhyNot(observed(run, response, finding, state), exception);
  return { ...verdict, target };
}

function observed(run: Run, response: Response, finding: Finding, state: unknown): Verdict {
  const calls = response.plan(state, run.settings.response);
  const mode = modeFor(run.settings.modes, finding);
  const why = finding.sample ? "the finding is a sample" : `the mode of ${response.name} is ${mode}`;
  const needless = calls.length === 0 && response.needless?.(state);
  if (needless) return { outcome: "skipped", reason: needless };
  return {
    outcome: "observed",
    reason: calls.length > 0 ? `${why}; ${calls.length} calls would be made` : `${why}; it is contained already`,
    calls: inWords(calls),
    remains: response.remains(state, run.settings.response),
  };
}

async function containClaimed(
  run: Run,
  writer: Writer,
  response: Response,
  finding: Finding,
  target: Target,
  containment: Containment,
  previous: Decision | undefined,
): Promise<Decision> {
  const leave = async (verdict: Verdict): Promise<Decision> => {
    const full = { ...verdict, target, containment: containment.id };
    const decision = await decide(run, response, finding, full, previous);
    await unclaim(writer, containment);
    return decision;
  };
  if (containment.status === "released" && Date.parse(finding.lastSeen) <= Date.parse(containment.releasedAt!)) {
    return leave({
      outcome: "skipped",
      reason: `it was released at ${containment.releasedAt}, after what the finding saw last at ${finding.lastSeen}`,
    });
  }
  const open = await openTarget(run, response, target, "contain");
  const context = readContext(containment.id, containment, target);
  const { evidence } = context;
  const state = await open.read({ ...context, stale: [] });
  const end = (status: ContainmentStatus, verdict: Verdict, hold?: Hold) =>
    endRun(
      run,
      writer,
      response,
      finding,
      containment,
      { status, verdict: { ...verdict, target, evidence }, hold },
      previous,
    );
  if (state === undefined) return containment.status ? end("gone", goneVerdict) : leave(goneVerdict);
  const exception = await exceptionFor(run, response, finding, target, response.tags(state));
  const exempt = exemptVerdict(exception);
  const planned = response.plan(state, run.settings.response);
  const goesOn = onlyGoesOn(response, containment, planned);
  if (exempt && !goesOn) return leave(exempt);
  const hold = containment.holds[finding.id] ?? {
    finding: finding.id,
    type: finding.type,
    since: new Date().toISOString(),
    ...(target.details && { details: target.details }),
  };
  const settings = run.settings.response;
  const settled = planned.length === 0;
  const needless = settled && !containment.status && response.needless?.(state);
  if (needless) return leave(sayingWhyNot({ outcome: "skipped", reason: needless }, exception));
  const held =
    settled || goesOn ? undefined : await holdBack(run, intentOf(run, response, finding, containment, state));
  if (held) return leave(sayingWhyNot(held, exception));
  if (!containment.before || !settled) {
    await saveBefore(writer, containment.id, response.before(state), hold);
    if (!isContained(containment)) containment.status = "containing";
  }
  await noteEvidence(writer, containment, evidence, response.evidenceIn(state));
  const result: Reconciled<unknown> = settled
    ? { state, made: [], missing: [], problems: [] }
    : await reconcile({
        state,
        read: (seen, stale) => open.read({ ...context, previous: seen, stale }),
        plan: (seen) => response.plan(seen, settings),
        call: (call) => callAndKeepEvidence(writer, response, containment, open, call, evidence),
        checkTime: () => checkTime(run),
      });
  if (result.retry && !run.lastAttempt) throw result.retry;
  if (result.state === undefined) return end("gone", goneVerdict);
  const proven = verdictOf(response, settings, result, settled && isContained(containment));
  const undone = undoneTimes(containment, target, result.made.length, new Date());
  const verdict = sayingUndone(proven, target, undone);
  const status = statusAfter(verdict.outcome, containment);
  const decision = await end(status, sayingWhyNot(verdict, exception), hold);
  if (result.retry) throw result.retry;
  return decision;
}

function intentOf(run: Run, response: Response, finding: Finding, containment: Containment, state: unknown): Intent {
  const calls = inWords(response.plan(state, run.settings.response));
  const remains = response.remains(state, run.settings.response);
  return { response, finding, containment, mode: modeOf(run, finding), calls, remains };
}

function statusAfter(outcome: Outcome, { status }: Containment): ContainmentStatus {
  if (outcome === "already-contained") return status!;
  return outcome === "started" ? "containing" : (outcome as ContainmentStatus);
}

const isContained = ({ status }: Containment) => status === "contained" || status === "partial";

/** What reading the target has to know of its containment. The list of evidence grows while the run goes on. */
export function readContext(id: string, containment: Containment | undefined, target?: Target) {
  const held = Object.values(containment?.holds ?? {}).map((hold) => hold.details);
  return {
    wanted: [...held, target?.details].filter((details) => details !== undefined),
    evidence: [...(containment?.evidence ?? [])],
    continued: containment?.before !== undefined,
    containment: `${id}-${containment?.round ?? 0}`,
  };
}

function verdictOf(response: Response, settings: unknown, result: Reconciled<any>, before: boolean): Verdict {
  const { state, missing, problems, made } = result;
  const beyond = response.beyondReach(state);
  const missed = missing.map((call) => `${call.operation} is missing: ${call.reason}`);
  const rest = [...missed, ...problems, ...beyond];
  const pending = missing.length > 0 && missing.every((call) => call.pending) && problems.length === 0;
  if (pending) {
    const reason = missing.map((call) => call.reason).join("; ");
    return { outcome: "started", reason, calls: inWords(made), remains: response.remains(state, settings) };
  }
  const essential = missing.some((call) => !call.secondary);
  const outcome: Outcome = essential
    ? "failed"
    : rest.length > 0
      ? "partial"
      : before
        ? "already-contained"
        : "contained";
  const proven = "read back, nothing is missing";
  return {
    outcome,
    reason: rest.length > 0 ? rest.join("; ") : before ? `an earlier finding led to it; ${proven}` : proven,
    calls: inWords(made),
    remains: [...missed, ...response.remains(state, settings)],
  };
}

async function callAndKeepEvidence(
  writer: Writer,
  response: Response,
  containment: Containment,
  open: OpenTarget,
  call: Call,
  evidence: Containment["evidence"],
): Promise<void> {
  await noteEvidence(writer, containment, evidence, response.evidence(call, await makeCall(open.clients, call)));
}

async function noteEvidence(
  writer: Writer,
  containment: Containment,
  evidence: Containment["evidence"],
  found: Containment["evidence"],
): Promise<void> {
  const fresh = found.filter((item) => !evidence.some((known) => known.kind === item.kind && known.id === item.id));
  if (fresh.length === 0) return;
  evidence.push(...fresh);
  await addEvidence(writer, containment.id, fresh);
}

async function endRun(
  run: Run,
  writer: Writer,
  response: Response,
  finding: Finding,
  containment: Containment,
  end: { status: ContainmentStatus; verdict: Verdict; hold?: Hold },
  previous: Decision | undefined,
): Promise<Decision> {
  const verdict = { ...end.verdict, containment: containment.id };
  await noteExemption(run, response, finding, verdict, previous);
  const decision = decisionOf(run, response, finding, verdict, previous);
  const remains = verdict.remains ?? [];
  await finish(writer, containment.id, { status: end.status, remains, ...(end.hold && { hold: end.hold }) }, decision);
  await announce(run, response, decision, finding, { writer, containment: containment.id });
  return decision;
}

/** The last delivery failed too: people and the journal learn why before the event goes to the dead-letter queue. */
async function giveUp(
  run: Run,
  writer: Writer,
  response: Response,
  finding: Finding,
  containment: Containment,
  error: unknown,
): Promise<void> {
  const previous = await previousDecision(run, response, finding.id, containment.target);
  if (previous?.run === run.id) return; // recorded by the run itself
  const verdict = givenUp(run, containment.target, error);
  if (!containment.status || containment.status === "released" || containment.status === "gone") {
    await decide(run, response, finding, verdict, previous);
    await unclaim(writer, containment);
    return;
  }
  const status = isContained(containment) ? containment.status : "failed";
  await endRun(run, writer, response, finding, containment, { status, verdict }, previous);
}

export const inWords = (calls: Call[]): Decision["calls"] =>
  calls.map(({ operation, reason }) => ({ operation, reason }));
