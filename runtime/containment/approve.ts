import { coded } from "../lib/errors";
import type { Approval, Decision } from "../model/journalItems";
import type { Response } from "../model/response";
import { whySamePerson } from "../people/person";
import type { Run } from "../run/run";
import { addedTo } from "./askApproval";
import { contain } from "./contain";
import { decide } from "./decide";
import { expiredWords, hasExpired } from "./whyOver";

/** What a person says about an approval. */
export interface ApprovalRequest {
  approval: string;
  by: string;
  reason: string;
}

/**
 * Contains what waits for approval. The target is read again and gets the calls that are missing now; if there are more than
 * the person was shown, the person is asked again. Approving again after a crash continues where the run stopped, until the
 * approval expires; the record keeps the first approver. An approval allows one containment.
 *
 * @throws UnknownApproval, NotWaiting, PlanChanged, NotYours, and what containing throws
 */
export async function approve(run: Run, response: Response, request: ApprovalRequest): Promise<Decision> {
  const known = await approvalFor(run, response, request, ["waiting", "approved"]);
  checkAnother(run, known, request);
  const approval = known.status === "approved" ? known : await settle(run, known, "approved", request);
  run.person = { by: request.by, reason: request.reason, approval };
  const decision = await contain(run, response, approval.finding, approval.target);
  await useUp(run, approval, decision);
  return decision;
}

/**
 * The person who requested a containment by hand cannot approve it, not even under another name.
 *
 * @throws NotYours that says why the two may be one person
 */
function checkAnother({ settings }: Run, { id, askedBy }: Approval, { by }: ApprovalRequest): void {
  if (!askedBy) return;
  if (askedBy === by)
    throw coded("NotYours", `${by} requested this containment by hand: another person must approve ${id}`);
  const why = whySamePerson(askedBy, by, settings.people.personalSessions);
  if (!why) return;
  throw coded(
    "NotYours",
    `${by} may be the person who requested this containment by hand, ${askedBy}: ${why}. Another person must approve ${id}`,
  );
}

/** Ends the approval, unless the run failed or asks again. A containment that changed something has ended it already. */
async function useUp(run: Run, approval: Approval, { outcome, at }: Decision): Promise<void> {
  if (outcome === "failed" || outcome === "awaiting-approval") return;
  const { journal } = run.services;
  await journal.putApproval({ ...approval, status: "used", usedAt: at }, approval);
}

/** Records that a person declined. @throws UnknownApproval, NotWaiting, PlanChanged */
export async function decline(run: Run, response: Response, request: ApprovalRequest): Promise<Decision> {
  const approval = await approvalFor(run, response, request, ["waiting"]);
  await settle(run, approval, "declined", request);
  run.person = { by: request.by, reason: request.reason };
  const reason = `declined: ${request.reason}. Nothing is changed, unless the finding shows new activity and a new request is approved`;
  const { finding, target, calls, remains } = approval;
  const verdict = { outcome: "skipped" as const, reason, target, calls: [], remains: [...remains, ...undone(calls)] };
  return decide({ run, route: response, subject: finding }, verdict, undefined);
}

/** Ends requests that were not approved, or not carried out, in time. People are notified, since they were asked. */
export async function expireApprovals(run: Run, response: Response): Promise<Decision[]> {
  const { journal } = run.services;
  const decisions: Decision[] = [];
  for (const approval of await journal.openApprovals(response.name)) {
    const now = new Date();
    if (!hasExpired(approval, now)) continue;
    const { status, by, decidedAt, expiresAt, finding, target, remains, calls } = approval;
    const ended = {
      ...approval,
      status: "expired" as const,
      ...(status === "waiting" && { decidedAt: now.toISOString() }),
    };
    if (!(await journal.putApproval(ended, approval))) continue;
    const reason =
      status === "waiting"
        ? expiredWords(approval)
        : `${by} approved it at ${decidedAt}, but the containment did not begin before the approval expired at ${expiresAt}`;
    const verdict = {
      outcome: "skipped" as const,
      reason,
      target,
      remains: [...remains, ...undone(calls)],
      notify: true,
    };
    decisions.push(await decide({ run, route: response, subject: finding }, verdict, undefined));
  }
  return decisions;
}

const undone = (calls: Approval["calls"]) => calls.map(({ operation, reason }) => `not done: ${operation}: ${reason}`);

async function approvalFor(
  run: Run,
  response: Response,
  { approval: id }: ApprovalRequest,
  allowed: Approval["status"][],
): Promise<Approval> {
  const approval = await run.services.journal.getApproval(id);
  if (!approval || approval.response !== response.name) {
    throw coded("UnknownApproval", `${response.name} has no approval "${id}"`);
  }
  checkOpen(approval, allowed);
  return approval;
}

/** @throws NotWaiting if the request is decided or expired */
function checkOpen(approval: Approval, allowed: Approval["status"][]): void {
  if (!allowed.includes(approval.status)) throw coded("NotWaiting", standOf(approval));
  if (!hasExpired(approval, new Date())) return;
  throw coded("NotWaiting", `approval ${approval.id} expired at ${approval.expiresAt}: nothing was changed`);
}

/** Attempts to write an answer while others change the request. */
const tries = 5;

/**
 * Writes a person's answer, on condition that the request is as it was read. A request that was renewed with the same plan
 * counts as the same.
 *
 * @returns the approval as written
 */
async function settle(
  run: Run,
  shown: Approval,
  status: "approved" | "declined",
  { by, reason }: ApprovalRequest,
): Promise<Approval> {
  const { journal } = run.services;
  let known: Approval | undefined = shown;
  for (let tried = 0; tried < tries && known; tried++) {
    checkOpen(known, ["waiting"]);
    if (addedTo(shown.calls, known.calls).length > 0) {
      throw coded("PlanChanged", `the plan of approval ${known.id} has changed: review it again before you decide`);
    }
    const decided = { status, decidedAt: new Date().toISOString(), by, why: reason };
    const written: Approval | undefined = await journal.putApproval({ ...known, ...decided }, known);
    if (written) return written;
    known = await journal.getApproval(shown.id);
  }
  throw coded("NotWaiting", known ? standOf(known) : `approval ${shown.id} no longer exists`);
}

const standOf = ({ id, status, by, decidedAt }: Approval) =>
  `approval ${id} is no longer waiting: ${status}${by ? ` by ${by}` : ""}${decidedAt ? ` at ${decidedAt}` : ""}`;
