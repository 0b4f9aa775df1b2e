import type { Verdict } from "./decide";
import type { Finding } from "./finding";
import { approvalId, decideApproval, getApproval, putApproval } from "./journal/approvals";
import { countTowardsCap } from "./journal/caps";
import type { Approval, Containment, Decision } from "./journal/items";
import { getPause } from "./journal/pause";
import type { Mode } from "./policy/modes";
import type { Response } from "./response";
import type { Run } from "./run";

/** What is about to be done. */
export interface Intent {
  response: Response;
  finding: Finding;
  containment: Containment;
  mode: Mode;
  calls: Decision["calls"];
  remains: string[];
}

/**
 * Whether a plan has to wait for a person, asked right before the first change. It does if the mode or the response asks
 * for it, if all responses are paused, or beyond the cap. What a person approved goes on, unless the target has changed so
 * that more would be done than was shown.
 *
 * @returns what to record instead of containing; undefined if nothing stands in the way
 */
export async function holdBack(run: Run, intent: Intent): Promise<Verdict | undefined> {
  const approved = run.person?.approval;
  if (approved) {
    const more = addedTo(approved.calls, intent.calls);
    return more.length === 0 ? undefined : ask(run, intent, changedPlan(more));
  }
  const why = await whyAsk(run, intent);
  if (why) return ask(run, intent, why.reason, why.tell);
  await withdraw(run, intent);
  return undefined;
}

/** What was asked for before, for example during a pause, is about to be done without an answer. */
async function withdraw(run: Run, { containment, finding }: Intent): Promise<void> {
  const { db, table } = run.services;
  const id = approvalId(containment.id, finding.id);
  if ((await getApproval(db, table, id))?.status !== "waiting") return;
  const why = "it was contained without an approval, when nothing asked for one any more";
  const decidedAt = new Date().toISOString();
  await decideApproval(db, table, id, ["waiting"], { status: "expired", decidedAt, why });
}

const changedPlan = (more: Decision["calls"]) =>
  `the target has changed since it was asked for; now there is also: ${more.map(({ reason }) => reason).join("; ")}`;

/** The calls of a plan that an earlier plan does not have. */
export function addedTo(earlier: Decision["calls"], now: Decision["calls"]): Decision["calls"] {
  return now.filter(
    (call) => !earlier.some((known) => known.operation === call.operation && known.reason === call.reason),
  );
}

async function whyAsk(run: Run, intent: Intent): Promise<{ reason: string; tell?: boolean } | undefined> {
  const { services, settings, person } = run;
  const { response, containment, mode } = intent;
  const asked = response.asksApproval?.(containment.target);
  if (asked) return { reason: asked };
  if (mode === "approve") {
    const { accountId, severity } = intent.finding;
    return {
      reason: `the mode of ${response.name} asks for approval in account ${accountId} at severity ${severity}`,
    };
  }
  // Who contains by hand decides himself.
  if (person) return undefined;
  const pause = await getPause(services.db, services.table);
  if (pause) return { reason: `all responses are paused since ${pause.at} by ${pause.by}: ${pause.reason}` };
  if (containment.before !== undefined) return undefined; // begun before, so it is counted
  return overCap(run, intent, settings.containmentsPerHour);
}

async function overCap(run: Run, { response, containment }: Intent, most: number) {
  const { db, table } = run.services;
  const account = containment.target.accountId;
  const begun = { response: response.name, account, containment: containment.id, at: new Date().toISOString() };
  const place = await countTowardsCap(db, table, begun, most);
  if (place === "within") return undefined;
  const cap = `${response.name} has begun ${most} containments in account ${account} within this hour, its cap`;
  // One alarm for all of them; each is in the list of approvals.
  if (place === "beyond") return { reason: cap, tell: false };
  return { reason: `${cap}: this one and all further ones wait for approval and are not told one by one`, tell: true };
}

const hour = 3_600_000;

async function ask(run: Run, intent: Intent, reason: string, tell?: boolean): Promise<Verdict> {
  const { db, table } = run.services;
  const { response, finding, containment, calls, remains } = intent;
  const id = approvalId(containment.id, finding.id);
  const now = new Date();
  const known = await getApproval(db, table, id);
  const over = known && !run.person ? whyOver(known, finding, now) : undefined;
  if (over) return { outcome: "skipped", reason: over };
  const again = known?.status === "waiting" && known.expiresAt > now.toISOString();
  const expires = new Date(now.getTime() + run.settings.approvalHours * hour).toISOString();
  const askedBy = run.person?.approval ? run.person.approval.askedBy : run.person?.by;
  const { askedAt, expiresAt } = again ? known : { askedAt: now.toISOString(), expiresAt: expires };
  await putApproval(db, table, {
    id,
    response: response.name,
    target: containment.target,
    finding,
    reason,
    calls,
    remains,
    askedAt,
    expiresAt,
    status: "waiting",
    ...(askedBy && { askedBy }),
  });
  return {
    outcome: "awaiting-approval",
    reason: `${reason}; nothing is done before somebody approves it, at the latest at ${expiresAt}`,
    calls,
    remains,
    approval: id,
    ...(tell !== undefined && !again && { tell }),
  };
}

/** Why an approval is not asked for again; new activity is another question. */
export function whyOver(approval: Approval, finding: Pick<Finding, "lastSeen">, now: Date): string | undefined {
  const { status, decidedAt, by, why, expiresAt } = approval;
  const newsSince = (time: string) => Date.parse(finding.lastSeen) > Date.parse(time);
  if (status === "declined" && !newsSince(decidedAt!)) {
    return `${by} declined it at ${decidedAt}: ${why}; it has not been seen since`;
  }
  const expired = status === "expired" || (status === "waiting" && expiresAt <= now.toISOString());
  if (expired && !newsSince(expiresAt)) {
    return `nobody approved it until ${expiresAt}, so nothing was done; it has not been seen since`;
  }
  return undefined;
}
