import { hasExpired } from "../runtime/containment/whyOver";
import type { JournalReader } from "../runtime/journal/journal";
import type { Approval, Containment } from "../runtime/model/journalItems";
import { containmentId } from "../runtime/model/target";
import { operatorCommand, shellWord } from "../runtime/notices/operatorCommand";
import { lookUp } from "./lookUp";
import { targetText } from "./output/decision";
import { safe } from "./output/print";
import { type Problem, problem } from "./problem";

/**
 * The containment that an id means: its own id, or the id of a finding, an approval request or a resource.
 *
 * @throws Problem that says what the id is instead, or which containments it may mean
 */
export async function containmentMeant(journal: JournalReader, id: string, now: Date): Promise<Containment> {
  const direct = await journal.getContainment(id);
  if (direct) return direct;
  const found = await lookUp(journal, id, now);
  const held = (found?.containments ?? []).filter(({ priorState }) => priorState !== undefined);
  if (held[0] && held.length === 1) return held[0];
  if (held.length > 1) throw several(id, "containments", held);
  const { approval } = found ?? {};
  if (approval && isWaiting(approval, now)) {
    const command = operatorCommand(`approve ${shellWord(approval.id)} --reason "WHY"`);
    throw problem(`"${safe(id)}" waits for approval, so nothing is contained yet. To approve it: ${command}`);
  }
  const last = found?.decisions.at(-1);
  if (last) throw problem(`"${safe(id)}" has no containment: ${last.outcome}, because ${safe(last.reason)}`);
  throw problem(`There is no containment "${safe(id)}": incidents --open lists the current ones.`);
}

/**
 * The approval request that an id means: its own id, or the id of a finding, a containment or a resource.
 *
 * @throws Problem that says why there is none, or which requests it may mean
 */
export async function approvalMeant(journal: JournalReader, id: string, now: Date): Promise<Approval> {
  const direct = await journal.getApproval(id);
  if (direct) return direct;
  const named = (await journal.allApprovals()).filter(({ response, target, finding }) =>
    [finding.id, target.id, target.arn, target.name, containmentId(response, target.arn)].includes(id),
  );
  const waiting = named.filter((item) => isWaiting(item, now));
  if (waiting[0] && waiting.length === 1) return waiting[0];
  if (waiting.length > 1) throw several(id, "approval requests", waiting);
  const last = named.sort((left, right) => left.askedAt.localeCompare(right.askedAt)).at(-1);
  if (last) return last;
  if (await lookUp(journal, id, now))
    throw problem(
      `Nothing about "${safe(id)}" waits for approval: ${operatorCommand(`show ${shellWord(id)}`)} shows what happened.`,
    );
  throw problem(`There is no approval request "${safe(id)}": approvals lists the pending ones.`);
}

/** Whether a request can be approved or declined now. */
export const isWaiting = (approval: Approval, now: Date): boolean => statusAt(approval, now) === "waiting";

/** The status of a request now: one that nobody decided in time has expired, also before that is written. */
export const statusAt = (approval: Approval, now: Date): Approval["status"] =>
  approval.status === "waiting" && hasExpired(approval, now) ? "expired" : approval.status;

function several(id: string, what: string, found: (Approval | Containment)[]): Problem {
  const list = found.map((one) => `${one.id}: ${safe(one.response)} of ${targetText(one.target)}`);
  return problem([`"${safe(id)}" has ${found.length} ${what}; name one of them:`, ...list].join("\n  "), 2);
}
