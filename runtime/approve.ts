import { contain } from "./contain";
import { decide } from "./decide";
import { coded } from "./errors";
import { decideApproval, getApproval, waitingApprovals } from "./journal/approvals";
import type { Approval, Decision } from "./journal/items";
import type { Response } from "./response";
import type { Run } from "./run";

/** What a person says about an approval. */
export interface ApprovalRequest {
  approval: string;
  by: string;
  reason: string;
}

/**
 * Contains what waits for approval. The target is read again: what is done is what is missing now, and if that is more
 * than the person was shown, the person is asked once more. Approving again after a crash goes on where it stopped.
 *
 * @throws UnknownApproval, NotWaiting, NotYours, and what containing throws
 */
export async function approve(run: Run, response: Response, request: ApprovalRequest): Promise<Decision> {
  const approval = await approvalFor(run, response, request, ["waiting", "approved"]);
  if (approval.askedBy === request.by) {
    throw coded("NotYours", `${request.by} asked for it by hand: somebody else has to approve ${approval.id}`);
  }
  await settle(run, approval, ["waiting", "approved"], "approved", request);
  run.person = { by: request.by, reason: request.reason, approval };
  return contain(run, response, approval.finding, approval.target);
}

/** Records that nothing is to be done. @throws UnknownApproval, NotWaiting */
export async function decline(run: Run, response: Response, request: ApprovalRequest): Promise<Decision> {
  const approval = await approvalFor(run, response, request, ["waiting"]);
  await settle(run, approval, ["waiting"], "declined", request);
  run.person = { by: request.by, reason: request.reason };
  const reason = `declined: ${request.reason}; nothing is done until it is seen again`;
  const { finding, target, calls, remains } = approval;
  const verdict = { outcome: "skipped" as const, reason, target, calls: [], remains: [...remains, ...undone(calls)] };
  return decide(run, response, finding, verdict, undefined);
}

/** Ends what nobody approved in time; people are told, since they were asked. */
export async function expireApprovals(run: Run, response: Response): Promise<Decision[]> {
  const { db, table } = run.services;
  const decisions: Decision[] = [];
  for (const approval of await waitingApprovals(db, table, response.name)) {
    const now = new Date().toISOString();
    if (approval.expiresAt > now) continue;
    if (!(await decideApproval(db, table, approval.id, ["waiting"], { status: "expired", decidedAt: now }))) continue;
    const { finding, target, expiresAt, remains, calls } = approval;
    const reason = `nobody approved it until ${expiresAt}, so nothing was done`;
    const verdict = {
      outcome: "skipped" as const,
      reason,
      target,
      remains: [...remains, ...undone(calls)],
      tell: true,
    };
    decisions.push(await decide(run, response, finding, verdict, undefined));
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
  if (!allowed.includes(approval.status)) throw coded("NotWaiting", standOf(approval));
  if (approval.status === "waiting" && approval.expiresAt <= new Date().toISOString()) {
    throw coded("NotWaiting", `approval ${id} expired at ${approval.expiresAt}: nothing was done`);
  }
  return approval;
}

async function settle(
  run: Run,
  approval: Approval,
  from: Approval["status"][],
  status: "approved" | "declined",
  { by, reason }: ApprovalRequest,
): Promise<void> {
  const decided = { status, decidedAt: new Date().toISOString(), by, why: reason };
  if (await decideApproval(run.services.db, run.services.table, approval.id, from, decided)) return;
  const now = await getApproval(run.services.db, run.services.table, approval.id);
  throw coded("NotWaiting", now ? standOf(now) : `approval ${approval.id} is gone`);
}

const standOf = ({ id, status, by, decidedAt }: Approval) =>
  `approval ${id} is ${status}${by ? ` by ${by}` : ""}${decidedAt ? ` at ${decidedAt}` : ""}; it has to be waiting`;
