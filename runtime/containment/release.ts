import { makeCall, openTarget } from "../aws/openTarget";
import type { Writer } from "../journal/containments";
import { coded } from "../lib/errors";
import type { Containment, ContainmentStatus, Decision } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Verdict } from "../model/verdict";
import { accountScope } from "../policy/caps";
import type { Run } from "../run/run";
import { readContext } from "./attempt";
import { checkTime, claimPatiently } from "./claimPatiently";
import { announce, decisionOf, goneVerdict } from "./decide";
import { readTwice } from "./readTwice";
import { everything, reconcile } from "./reconcile";
import { inWords } from "./verdict";

/** What a person asks for when something is released. */
export interface ReleaseRequest {
  containment: string;
  /** Removes only this finding's hold; without it, all holds. */
  finding?: string;
  by: string;
  reason: string;
}

/**
 * Removes one hold or all. With the last hold, the target's prior state is restored; later changes by others stay and are
 * reported as drift. A repeated command after a crash continues where the first stopped.
 *
 * @throws UnknownContainment, NotHeld, Busy, ClaimLost, NotPermitted, Throttled
 */
export async function release(run: Run, response: Response, request: ReleaseRequest): Promise<Decision> {
  const known = await knownContainment(run, response, request.containment);
  const writer = run.services.journal.writer(run.id);
  const containment = await claimPatiently(run, writer, response, known.target);
  try {
    return await releaseClaimed({ run, writer, response, containment }, request);
  } catch (error) {
    await writer.unclaim(containment);
    throw error;
  }
}

/**
 * What a release would do now, what it would leave because others changed it, and what it cannot restore. Claims and changes
 * nothing.
 *
 * @throws UnknownContainment, NotHeld
 */
export async function previewRelease(run: Run, response: Response, id: string): Promise<Verdict> {
  const containment = await knownContainment(run, response, id);
  checkHeld(containment);
  const { target, priorState } = containment;
  const open = await openTarget(run, response, target, "release");
  const state = await readTwice(() => open.read({ ...readContext(id, containment), priorState, stale: [] }));
  if (state === undefined) return { ...goneVerdict, target, containment: id };
  const plan = response.releasePlan(state, priorState, run.settings.response);
  const reason = `${plan.calls.length} calls would be made; held by ${Object.keys(containment.holds).join(", ")}`;
  const { evidence } = containment;
  return {
    outcome: "observed",
    reason,
    target,
    containment: id,
    calls: inWords(plan.calls),
    drift: [...plan.drift, ...(plan.stuck ?? [])],
    evidence,
  };
}

/** @throws UnknownContainment if the response has none with this id */
export async function knownContainment(run: Run, response: Response, id: string): Promise<Containment> {
  const known = await run.services.journal.getContainment(id);
  if (known?.response === response.name) return known;
  throw coded("UnknownContainment", `${response.name} has no containment "${id}"`);
}

/** @throws NotHeld if there is nothing to release */
export function checkHeld({ id, priorState, status }: Containment): void {
  if (priorState !== undefined) return;
  throw coded("NotHeld", `containment ${id} is ${status ?? "empty"}: there is nothing to release`);
}

/** A release under the claim of its containment. */
interface Releasing {
  run: Run;
  writer: Writer;
  response: Response;
  containment: Containment;
}

async function releaseClaimed(
  { run, writer, response, containment }: Releasing,
  request: ReleaseRequest,
): Promise<Decision> {
  const { target } = containment;
  checkHeld(containment);
  const holders = Object.keys(containment.holds);
  if (request.finding && !holders.includes(request.finding)) {
    throw coded(
      "NotHeld",
      `finding "${request.finding}" does not hold ${containment.id}; held by ${holders.join(", ")}`,
    );
  }
  const end = async (status: ContainmentStatus, verdict: Verdict): Promise<Decision> => {
    const full = { ...verdict, target, containment: containment.id, by: request.by };
    const subject = { id: request.finding ?? holders[0] ?? containment.id };
    const matter = { run, route: response, subject };
    const decision = decisionOf(matter, full, undefined);
    const drop = request.finding && { drop: request.finding };
    const scope = accountScope(response.name, target.accountId);
    const ended = status === "released" || status === "gone";
    const group = ended && containment.group && { group: { scope, name: containment.group } };
    await writer.finish(
      containment.id,
      { status, remains: verdict.remains ?? containment.remains, ...drop, ...(group && group) },
      decision,
    );
    await announce(matter, decision, { writer, containment: containment.id });
    return decision;
  };
  const others = holders.filter((holder) => holder !== request.finding);
  if (request.finding && others.length > 0) {
    return end(containment.status!, {
      outcome: "skipped",
      reason: `${request.reason}; still held by ${others.join(", ")}`,
    });
  }
  const open = await openTarget(run, response, target, "release");
  const context = { ...readContext(containment.id, containment), priorState: containment.priorState };
  const state = await readTwice(() => open.read({ ...context, stale: [] }));
  const goneFrom = async (reason: string) => {
    for (const call of (await response.leftBehind?.(open.clients, context.evidence)) ?? [])
      await makeCall(open.clients, call);
    return end("gone", { outcome: "gone", reason });
  };
  if (state === undefined) return goneFrom(`${request.reason}; it no longer exists`);
  await writer.startRelease(containment.id);
  containment.status = "releasing";
  const settings = run.settings.response;
  const planOf = (seen: unknown) => response.releasePlan(seen, containment.priorState, settings);
  const result = await reconcile({
    state,
    read: (seen, stale) =>
      readTwice((again) =>
        open.read({ ...context, stale, ...(!stale.includes(everything) && !again && { previous: seen }) }),
      ),
    plan: (seen) => planOf(seen).calls,
    call: (call) => makeCall(open.clients, call),
    checkTime: (seconds) => checkTime(run, seconds),
  });
  if (result.retry) throw result.retry;
  if (result.state === undefined) return goneFrom(`${request.reason}; it disappeared during the release`);
  const drift = [...new Set([...planOf(state).drift, ...planOf(result.state).drift])];
  const calls = inWords(result.made);
  const { evidence } = containment;
  if (result.missing.length > 0) {
    const rest = result.missing.map((call) => `${call.operation} was not done: ${call.reason}`);
    const reason = `${request.reason}; not finished: ${[...result.problems, ...rest].join("; ")}`;
    return end("releasing", { outcome: "failed", reason, calls, drift, evidence, remains: rest });
  }
  const stuck = planOf(result.state).stuck ?? [];
  if (stuck.length > 0) {
    // The prior state must be kept: the next containment would otherwise take our own changes for it.
    const reason = `${request.reason}; not restored: ${stuck.join("; ")}`;
    return end("releasing", { outcome: "failed", reason, calls, drift, evidence, remains: stuck });
  }
  return end("released", { outcome: "released", reason: request.reason, calls, drift, evidence, remains: [] });
}
