import { getApproval, openApprovals, putApproval } from "../journal/approvals";
import { coded } from "../lib/errors";
import type { Approval, Decision } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Run } from "../model/run";
import { whySamePerson } from "../people/person";
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
 * Contains what waits for approval. The target is read again: what is done is what is missing now, and if that is more
 * than the person was shown, the person is asked once more. Approving again after a crash goes on where it stopped, until
 * the approval expires; the first approver stays in the record. An approval is good for one containment.
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
 * Who asked by hand does not approve it, under any other name either.
 *
 * @throws NotYours that says why the two may be one person
 */
function checkAnother({ settings }: Run, { id, askedBy }: Approval, { by }: ApprovalRequest): void {
  if (!askedBy) return;
  if (askedBy === by) throw coded("NotYours", `${by} asked for it by hand: another person has to approve ${id}`);
  const why = whySamePerson(askedBy, by, settings.people.personalSessions);
  if (!why) return;
  throw coded(
    "NotYours",
    `${by} may be the person who asked for it by hand, ${askedBy}: ${why}. Another person has to approve ${id}`,
  );
}

/** Nothing is left to allow, unless it failed or is another question now. Where something was done it is used already. */
async function useUp(run: Run, approval: Approval, { outcome, at }: Decision): Promise<void> {
  if (outcome === "failed" || outcome === "awaiting-approval") return;
  const { db, table } = run.services;
  await putApproval(db, table, { ...approval, status: "used", usedAt: at }, approval);
}

/** Records that nothing is to be done. @throws UnknownApproval, NotWaiting, PlanChanged */
export async function decline(run: Run, response: Response, request: ApprovalRequest): Promise<Decision> {
  const approval = await approvalFor(run, response, request, ["waiting"]);
  await settle(run, approval, "declined", request);
  run.person = { by: request.by, reason: request.reason };
  const reason = `declined: ${request.reason}; nothing is done until it is seen again`;
  const { finding, target, calls, remains } = approval;
  const verdict = { outcome: "skipped" as const, reason, target, calls: [], remains: [...remains, ...undone(calls)] };
  return decide({ run, route: response, subject: finding }, verdict, undefined);
}

/** Ends what nobody approved in time, or approved and did not carry out; people are notified, since they were asked. */
export async function expireApprovals(run: Run, response: Response): Promise<Decision[]> {
  const { db, table } = run.services;
  const decisions: Decision[] = [];
  for (const approval of await openApprovals(db, table, response.name)) {
    const now = new Date();
    if (!hasExpired(approval, now)) continue;
    const { status, by, decidedAt, expiresAt, finding, target, remains, calls } = approval;
    const ended = {
      ...approval,
      status: "expired" as const,
      ...(status === "waiting" && { decidedAt: now.toISOString() }),
    };
    if (!(await putApproval(db, table, ended, approval))) continue;
    const reason =
      status === "waiting"
        ? expiredWords(approval)
        : `${by} approved it at ${decidedAt}, and it was not carried out by ${expiresAt}: the approval expired`;
    const verdict = {
      outcome: "skipped" as const,
      reason,
      target,
      remains: [...remains, ...undone(calls)],
      tell: true,
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
  const approval = await getApproval(run.services.db, run.services.table, id);
  if (!approval || approval.response !== response.name) {
    throw coded("UnknownApproval", `${response.name} has no approval "${id}"`);
  }
  checkOpen(approval, allowed);
  return approval;
}

/** @throws NotWaiting if it is decided or expired */
function checkOpen(approval: Approval, allowed: Approval["status"][]): void {
  if (!allowed.includes(approval.status)) throw coded("NotWaiting", standOf(approval));
  if (!hasExpired(approval, new Date())) return;
  throw coded("NotWaiting", `approval ${approval.id} expired at ${approval.expiresAt}: nothing was changed`);
}

/** How often an answer is written while the question is asked again. */
const tries = 5;

/**
 * Writes a person's answer, on condition that the question is as it was read. One that was asked again with the same plan is
 * answered all the same.
 *
 * @returns the approval as it stands then
 */
async function settle(
  run: Run,
  shown: Approval,
  status: "approved" | "declined",
  { by, reason }: ApprovalRequest,
): Promise<Approval> {
  const { db, table } = run.services;
  let known: Approval | undefined = shown;
  for (let tried = 0; tried < tries && known; tried++) {
    checkOpen(known, ["waiting"]);
    if (addedTo(shown.calls, known.calls).length > 0) {
      throw coded("PlanChanged", `the plan of approval ${known.id} has changed: look at it again before you decide`);
    }
    const decided = { status, decidedAt: new Date().toISOString(), by, why: reason };
    const written: Approval | undefined = await putApproval(db, table, { ...known, ...decided }, known);
    if (written) return written;
    known = await getApproval(db, table, shown.id);
  }
  throw coded("NotWaiting", known ? standOf(known) : `approval ${shown.id} is gone`);
}

const standOf = ({ id, status, by, decidedAt }: Approval) =>
  `approval ${id} is ${status}${by ? ` by ${by}` : ""}${decidedAt ? ` at ${decidedAt}` : ""}; it has to be waiting`;
