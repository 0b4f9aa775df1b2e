import { approvalId } from "../journal/approvals";
import type { Beginning, Obstacle, Writer } from "../journal/containments";
import { contended } from "../journal/errors";
import { coded } from "../lib/errors";
import { severityBand } from "../model/finding";
import type { Approval } from "../model/journalItems";
import type { Verdict } from "../model/verdict";
import { operatorCommand } from "../notices/operatorCommand";
import { accountScope, byHandDefaults, isHeldNotified, mostOfGroup, personScope, principalOf } from "../policy/caps";
import { matchingPattern } from "../policy/protectedResource";
import type { Run } from "../run/run";
import { type Asked, addedTo, ask } from "./askApproval";
import type { Intent } from "./intent";
import { whyOver } from "./whyOver";

/** A containment that is about to begin. */
interface Attempted {
  run: Run;
  writer: Writer;
  intent: Intent;
  saved: Saved;
}

/** What is saved when a containment begins. */
export type Saved = Pick<Beginning, "priorState" | "hold">;

/** Held back with the verdict to record, or begun, with the approval that allowed it and the group that it counts towards. */
export type Start = { held: Verdict } | { held?: undefined; approval?: Approval; group?: string };

/** Attempts to begin while requests and answers change. */
const tries = 5;

/**
 * Begins a containment, right before the first change, unless it has to wait for a person: because the mode or the response
 * requires it, because all responses are paused, or beyond a cap. An approved containment begins, unless the target changed
 * so that the plan has more calls than the person was shown.
 *
 * @throws ClaimLost if another run has taken over; NotWaiting if the approval ended in the meantime
 */
export async function beginOrHold(run: Run, writer: Writer, intent: Intent, saved: Saved): Promise<Start> {
  const attempted = { run, writer, intent, saved };
  const given = run.person?.approval;
  if (given) return beginApproved(attempted, given);
  const reason = whyAsk(run, intent);
  if (reason) return asking(attempted, { reason });
  const beginning = await beginningOf(run, intent, saved);
  for (let tried = 0; ; tried++) {
    const obstacles = await writer.begin(intent.containment.id, beginning);
    const [worst] = [...obstacles].sort((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind));
    if (!worst) return beginning.group ? { group: beginning.group.name } : {};
    if (worst.kind !== "approval") return asking(attempted, await heldBy(run, intent, worst, beginning));
    const over = worst.approval.status === "declined" ? whyOver(worst.approval, intent.finding, new Date()) : undefined;
    if (over) return { held: { outcome: "skipped", reason: over } };
    // An earlier request, for example from a pause, is about to be carried out without an answer.
    await withdraw(run, worst.approval);
    if (tried >= tries) throw contended(`approval ${worst.approval.id}`);
  }
}

const order: Obstacle["kind"][] = ["paused", "cap", "group", "approval"];

async function beginApproved(attempted: Attempted, given: Approval): Promise<Start> {
  const { writer, intent, saved } = attempted;
  const more = addedTo(given.calls, intent.calls);
  if (more.length > 0) {
    const added = more.map((call) => call.reason).join("; ");
    return asking(attempted, { reason: `the target has changed since the request; the plan now also has: ${added}` });
  }
  const approval = { id: given.id, given };
  const obstacles = await writer.begin(intent.containment.id, { ...saved, approval, unlessPaused: false });
  if (obstacles.length === 0) return { approval: given };
  throw coded("NotWaiting", `approval ${given.id} ended in the meantime; nothing was changed`);
}

/** Asks a person. If a person approved already and the run died before the end, this run continues. */
async function asking(attempted: Attempted, why: Asked): Promise<Start> {
  const asked = await ask(attempted.run, attempted.intent, why);
  return "approved" in asked ? beginApproved(attempted, asked.approved) : { held: asked };
}

/** Ends a request that is waiting, or was declined before new activity. */
async function withdraw(run: Run, approval: Approval): Promise<void> {
  const { journal } = run.services;
  const why = "it was contained without an approval, because none was required any more";
  const decided = { status: "withdrawn" as const, decidedAt: new Date().toISOString(), why };
  await journal.putApproval({ ...approval, ...decided }, approval);
}

/** Why a person is asked, as far as that is known without the journal. */
function whyAsk(run: Run, { response, containment, finding, mode, whyUnclear }: Intent): string | undefined {
  const { target, status } = containment;
  const byHand = run.person !== undefined;
  const asked = response.asksApproval?.(target, { finding, byHand, ...(status && { status }) });
  if (asked) return asked;
  if (mode === "approve") {
    if (whyUnclear) return whyUnclear;
    const { accountId, severity } = finding;
    return `the mode of ${response.name} requires approval in account ${accountId} at severity ${severity}`;
  }
  if (!run.person) return undefined;
  if (run.person.asks) return "the request by hand asks that a second person approves it";
  const pattern = matchingPattern(target, byHandOf(run).secondPerson);
  return (
    pattern && `${target.arn} matches "${pattern}" of byHand.secondPerson: containment by hand needs a second person`
  );
}

const byHandOf = ({ settings }: Run) => ({ ...byHandDefaults(), ...settings.byHand });

async function beginningOf(run: Run, intent: Intent, saved: Saved): Promise<Beginning> {
  const { response, containment, finding } = intent;
  const scope = accountScope(response.name, containment.target.accountId);
  const byHand = byHandOf(run);
  const begun = containment.priorState !== undefined; // so it is counted
  const cap = run.person
    ? { scope: personScope(principalOf(run.person.by)), band: "low" as const, most: byHand.containmentsPerHour }
    : { scope, band: severityBand(finding.severity), most: run.settings.containmentsPerHour };
  const { largestShare = 1 } = run.settings;
  const group = largestShare < 1 ? await intent.group?.() : undefined;
  return {
    ...saved,
    approval: { id: approvalId(containment.id, finding.id) },
    unlessPaused: !run.person || byHand.whilePaused === "approve",
    ...(!begun && { cap }),
    ...(group && { group: { scope, name: group.name, most: mostOfGroup(group.size, largestShare) } }),
  };
}

/** Why a person is asked, by obstacle. */
async function heldBy(
  run: Run,
  { response, containment, finding }: Intent,
  obstacle: Exclude<Obstacle, { kind: "approval" }>,
  { cap, group }: Beginning,
): Promise<Asked> {
  const { accountId } = containment.target;
  if (obstacle.kind === "paused") {
    const { at, by, reason } = obstacle.pause;
    const paused = `${by} paused all responses at ${at}: ${reason}`;
    const resume = `containment by hand now needs a second person, or end the pause first: ${operatorCommand('resume --reason "WHY"')}`;
    return { reason: run.person ? `${paused}; ${resume}` : paused };
  }
  if (run.person && obstacle.kind === "cap") {
    const principal = principalOf(run.person.by);
    return {
      reason: `${principal} began ${cap!.most} containments by hand within the last hour, the limit of byHand.containmentsPerHour: each further one needs a second person`,
    };
  }
  const first = await run.services.journal.isFirstHeld(
    accountScope(response.name, accountId),
    containment.id,
    new Date(),
  );
  const notify = isHeldNotified(finding.severity, first);
  if (obstacle.kind === "group") {
    const reason = `${group!.most} members of ${group!.name} in account ${accountId} are contained, the most that ${response.name} may contain of one group (largestShare)`;
    return { reason, notify };
  }
  const counted = `${response.name} began ${cap!.most} containments in account ${accountId} within the last hour, its limit for severity ${cap!.band} and higher`;
  const later = "people are not notified individually of later ones below severity high";
  return { reason: first ? `${counted}; ${later}` : counted, notify };
}
