import { makeCall, openTarget } from "../aws/openTarget";
import { messageOf } from "../lib/errors";
import { together } from "../lib/together";
import { type Call, type Evidence, notesBefore } from "../model/call";
import type { OwnGroup, ReadContext, Response } from "../model/response";
import type { OpenAttempt } from "./attempt";
import { checkTime } from "./claimPatiently";
import { readTwice } from "./readTwice";
import { everything, type Reconciled, reconcile } from "./reconcile";
import { sendUnfinished } from "./sendUnfinished";

/**
 * Reads the target with what the attempt knows about it. Undefined if two readings do not find it.
 */
export async function readTarget(
  attempt: OpenAttempt,
  more: Pick<ReadContext<any>, "stale"> & Partial<ReadContext<any>>,
): Promise<any> {
  const { run, open, context, response } = attempt;
  const about = (name: string) => run.services.journal.unguessable(name);
  const { previous, ...rest } = more;
  const isKnown = previous !== undefined && !more.stale.includes(everything);
  const urgent = more.urgent || (previous !== undefined && (response.unread?.(previous) ?? []).length > 0);
  const asked = { ...context, unguessable: about, ...rest };
  return readTwice((again) => open.read({ ...asked, ...(isKnown && !again ? { previous } : { urgent }) }));
}

/**
 * Makes the missing calls and proves the result. The cut comes first, after a minimal reading; everything else is read and
 * done afterwards, so that no evidence, load balancer or bookkeeping can delay it.
 */
export async function execute(attempt: OpenAttempt, state: any): Promise<Reconciled<any>> {
  const [first] = await together(makeMissing(attempt, state), noteUse(attempt, state));
  const unread = first.state === undefined ? [] : (attempt.response.unread?.(first.state) ?? []);
  if (unread.length === 0 || first.retry?.code === "LeftOpen") return first;
  const full = await readTarget(attempt, { previous: first.state, stale: unread });
  if (full === undefined) return { ...first, state: undefined };
  const { writer, containment, response } = attempt;
  await writer.addToPriorState(containment.id, response.priorState(full) as object);
  await noteEvidence(attempt, response.evidenceIn(full));
  const rest = await makeMissing(attempt, full);
  const retry = first.retry ?? rest.retry;
  return {
    ...rest,
    made: [...first.made, ...rest.made],
    problems: [...new Set([...first.problems, ...rest.problems])],
    ...(retry && { retry }),
  };
}

/**
 * Saves the parts of the prior state that were not read before the first change: an earlier run may have died or failed to
 * read them.
 */
export async function completePriorState(attempt: OpenAttempt, state: any): Promise<void> {
  const { writer, containment, response } = attempt;
  if (containment.priorState === undefined || (response.unread?.(state) ?? []).length > 0) return;
  await writer.addToPriorState(containment.id, response.priorState(state) as object);
}

/** Notes the evidence of a containment that was begun and does not continue now. */
export async function keepEvidence(attempt: OpenAttempt, state: any): Promise<void> {
  const { writer, containment, response, context } = attempt;
  if (containment.priorState === undefined) return;
  const unread = response.unread?.(state) ?? [];
  const full = unread.length > 0 ? await readTarget(attempt, { previous: state, stale: unread }) : state;
  const known = context.evidence.map(({ id }) => id);
  const fresh = full === undefined ? [] : response.evidenceIn(full).filter(({ id }) => !known.includes(id));
  if (fresh.length > 0) await writer.addEvidence(containment.id, fresh);
}

/** Saves the evidence of a run that ends before its decision is recorded. */
export async function saveEvidence({ response, writer, containment, context }: OpenAttempt): Promise<void> {
  if (!response.findsEvidence) return;
  const known = (containment.evidence ?? []).map(({ id }) => id);
  const fresh = context.evidence.filter(({ id }) => !known.includes(id));
  if (fresh.length > 0) await writer.addEvidence(containment.id, fresh);
}

/**
 * Closes what an earlier run left open, and nothing else. What is open is judged after each reading: the first one may be
 * older than what that run did last.
 */
export function closeLeftOpen(attempt: OpenAttempt, state: any): Promise<Reconciled<any>> {
  return makeMissing(attempt, state, (calls, seen) => calls.filter(closesLeftOpen(attempt.response, seen)));
}

/** Tells the calls that close what is left open. A part that is not open yet has to be opened before it is closed. */
export function closesLeftOpen({ leftOpen }: Response, state: any): (call: Call) => boolean {
  const parts = leftOpen?.(state) ?? [];
  return ({ closes, waitsFor }) => closes !== undefined && parts.includes(closes) && !waitsFor;
}

function makeMissing(attempt: OpenAttempt, state: any, wanted = (calls: Call[], _seen: any) => calls) {
  const { run, response } = attempt;
  return reconcile<any>({
    state,
    read: (previous, stale) => readTarget(attempt, { previous, stale }),
    plan: (seen) => wanted(response.plan(seen, run.settings.response), seen),
    call: (call) => callAndKeep(attempt, call),
    undo: (call) => undo(attempt, call),
    checkTime: (seconds) => checkTime(run, seconds),
    beforeOpening: () => sendUnfinished(run, attempt),
  });
}

/** Restores what was opened, with the rights of a release: through the function that releases, if there is one. */
async function undo({ run, response, target, containment }: OpenAttempt, call: Call): Promise<void> {
  const { service, operation, input } = call;
  const request = { containment: containment.id, run: run.id, call: { service, operation, input } };
  if (run.services.giveBack) return run.services.giveBack(request);
  await makeCall((await openTarget(run, response, target, "release")).clients, call);
}

/** Removes what a target that is gone leaves on other resources. */
export async function clearUp(attempt: OpenAttempt): Promise<void> {
  const { response, open, context } = attempt;
  for (const call of (await response.leftBehind?.(open.clients, context.evidence)) ?? []) await undo(attempt, call);
}

/** Removes what the containment made on other resources and the target no longer needs. Returns why each call was made. */
export async function removeUnneeded(attempt: OpenAttempt, state: any): Promise<string[]> {
  const { run, response } = attempt;
  const calls: Call[] = response.plan(state, run.settings.response).filter(({ releases }) => releases);
  for (const call of calls) await undo(attempt, call);
  return calls.map(({ reason }) => reason);
}

async function callAndKeep(attempt: OpenAttempt, call: Call): Promise<void> {
  const { context } = attempt;
  await noteBefore(attempt, call);
  const output = call.releases ? await undo(attempt, call) : await makeCall(attempt.open.clients, call);
  context.confirmed = [...context.confirmed, call];
  await noteEvidence(attempt, attempt.response.evidence(call, output));
  await noteGroups(attempt, attempt.response.ownGroups?.made(call, output) ?? []);
}

/** Keeps in the journal what a call is about to make, once. */
async function noteBefore({ response, writer, containment, context }: OpenAttempt, call: Call): Promise<void> {
  const isKnown = ({ kind, id }: Evidence) => context.evidence.some((item) => item.kind === kind && item.id === id);
  const notes = notesBefore(response, call).filter((note) => !isKnown(note));
  if (notes.length === 0) return;
  await writer.addEvidence(containment.id, notes);
  // Only now: what the journal did not take must be noted before the next attempt of the call.
  context.evidence = [...context.evidence, ...notes];
  containment.evidence = [...(containment.evidence ?? []), ...notes];
}

/** Milliseconds for which an isolation may need the open group; a run is shorter. */
const groupUse = 15 * 60_000;

/** Notes the groups that the missing calls use. A journal that does not answer must not delay the cut. */
async function noteUse(attempt: OpenAttempt, state: any): Promise<void> {
  const { run, response } = attempt;
  const used = response.ownGroups?.used(state, response.plan(state, run.settings.response)) ?? [];
  await noteGroups(attempt, used).catch((error: unknown) =>
    run.services.log.warn("the use of one of Firebreak's own groups could not be noted", { error: messageOf(error) }),
  );
}

async function noteGroups({ run, target }: OpenAttempt, groups: OwnGroup[]): Promise<void> {
  const { journal } = run.services;
  const { accountId, region } = target;
  for (const group of groups) {
    const use = group.kind === "open" && { inUseUntil: Date.now() + groupUse };
    await journal.noteIsolationGroups({ accountId, region, ...group, ...use });
  }
}

/**
 * Maximum evidence of one kind per containment. A journal item holds 400 KB, and a containment that is undone repeatedly makes
 * evidence each time.
 */
const mostEvidence = 1000;

/** Notes evidence that the containment does not have yet. */
export async function noteEvidence(attempt: OpenAttempt, found: Evidence[]): Promise<void> {
  const { writer, containment, context, response } = attempt;
  const { evidence } = context;
  const count = (kind: string) => evidence.filter((known) => known.kind === kind).length;
  const fresh = found
    .filter((item) => !evidence.some((known) => known.kind === item.kind && known.id === item.id))
    .filter(({ kind }) => count(kind) < mostEvidence);
  if (fresh.length === 0) return;
  context.evidence = [...evidence, ...fresh];
  if (!response.findsEvidence) await writer.addEvidence(containment.id, fresh);
}
