import { clickWarning } from "../findings/securityHub/clicks";
import { approvalId } from "../journal/approvals";
import { contended } from "../journal/errors";
import type { Approval, Decision } from "../model/journalItems";
import type { Verdict } from "../model/verdict";
import { operatorCommand } from "../notices/operatorCommand";
import { whyNameless } from "../people/person";
import type { Run } from "../run/run";
import type { Intent } from "./intent";
import { hasExpired, whyOver } from "./whyOver";

/** Why a person is asked, and whether people are notified, if that does not follow from the outcome. */
export interface Asked {
  reason: string;
  notify?: boolean;
}

/** Attempts to write the request while others answer or renew it. */
const tries = 5;
const hour = 3_600_000;

/**
 * Asks a person to approve a containment: records the plan, on condition that the request is as it was read.
 *
 * @returns the verdict to record, or an approval that was given already and is not carried out yet
 */
export async function ask(run: Run, intent: Intent, asked: Asked): Promise<Verdict | { approved: Approval }> {
  const { journal } = run.services;
  const { containment, finding } = intent;
  const id = approvalId(containment.id, finding.id);
  let described: Awaited<ReturnType<Intent["describe"]>> | undefined;
  for (let tried = 0; tried < tries; tried++) {
    const now = new Date();
    const known = await journal.getApproval(id);
    if (known && !run.person) {
      const over = whyOver(known, finding, now);
      if (over) return { outcome: "skipped", reason: over };
      if (isStillGiven(known, intent.calls, now)) return { approved: known };
    }
    described ??= await intent.describe();
    const again = known?.status === "waiting" && !hasExpired(known, now);
    const expires = new Date(now.getTime() + run.settings.approvalHours * hour).toISOString();
    const askedBy = run.person?.approval ? run.person.approval.askedBy : run.person?.by;
    const { askedAt, expiresAt } = again ? known : { askedAt: now.toISOString(), expiresAt: expires };
    const approval: Approval = {
      id,
      response: intent.response.name,
      target: containment.target,
      finding,
      reason: asked.reason,
      ...described,
      askedAt,
      expiresAt,
      status: "waiting",
      ...(askedBy && { askedBy }),
    };
    if (await journal.putApproval(approval, known)) return waitingVerdict(run, approval, asked, again);
  }
  throw contended(`approval ${id}`);
}

/** A known request is not repeated; a severe one is notified once. */
function waitingVerdict(run: Run, approval: Approval, { reason, notify }: Asked, again: boolean): Verdict {
  const { id, calls, remains, expiresAt } = approval;
  return {
    outcome: "awaiting-approval",
    reason: [`${reason}. ${waitingWords(expiresAt)}`, ...whoApproves(run, approval)].join(" "),
    calls,
    remains,
    approval: id,
    ...(notify !== undefined && !again && { notify }),
  };
}

/** Who may approve, if a person made the request. */
function whoApproves({ person, settings }: Run, { id, finding }: Approval): string[] {
  if (finding.action) return [clickWarning];
  if (!person || person.approval) return [];
  const nameless = whyNameless(person.by, settings.people.personalSessions);
  if (nameless)
    return [
      `No one can approve this request: ${nameless}. Repeat it as an IAM user, or with a permission set of IAM Identity Center.`,
    ];
  return [`Another person can approve it with: ${operatorCommand(`approve ${id} --reason "WHY"`)}`];
}

/** The text about a request that waits for a person. */
export const waitingWords = (expiresAt: string): string =>
  `Waiting for approval. If nobody approves by ${expiresAt}, the request expires and nothing is changed.`;

/** Whether a person approved the calls about to be made, and the run that was to make them has not finished. */
const isStillGiven = (approval: Approval, calls: Decision["calls"], now: Date): boolean =>
  approval.status === "approved" && !hasExpired(approval, now) && addedTo(approval.calls, calls).length === 0;

/** The calls of a plan that an earlier plan does not have. */
export function addedTo(earlier: Decision["calls"], now: Decision["calls"]): Decision["calls"] {
  return now.filter(
    (call) => !earlier.some((known) => known.operation === call.operation && known.reason === call.reason),
  );
}
