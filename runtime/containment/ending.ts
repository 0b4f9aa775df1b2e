import { endsExemption } from "../exceptions/exempt";
import type { ContainmentStatus, Decision, Hold } from "../model/journalItems";
import { leftToPerson, skippedBecause } from "../model/refusal";
import type { Verdict } from "../model/verdict";
import { accountScope } from "../policy/caps";
import type { Attempt, OpenAttempt } from "./attempt";
import { announce, decide, decisionOf, givenUp, goneVerdict, previousNotified } from "./decide";
import { clearUp, keepEvidence } from "./execute";
import { isRepeat } from "./repeat";
import { isContained } from "./verdict";

/** What the target left on others goes first: the journal forgets what it knows of it when the containment ends. */
export async function goneFrom(attempt: OpenAttempt): Promise<Decision> {
  await clearUp(attempt);
  return gone(attempt);
}

/** A contained target that no longer exists is released; a target that was never contained leaves nothing behind. */
function gone(attempt: Attempt): Promise<Decision> {
  if (attempt.containment.status) return endRun(attempt, { status: "gone", verdict: goneVerdict });
  const elsewhere = attempt.response.whyGone?.(attempt.target);
  if (elsewhere) return leave(attempt, skippedBecause(leftToPerson(elsewhere)));
  return leave(attempt, goneVerdict);
}

/** The newest decision about the finding and target, with its notice sent. A first attempt reads it only if needed. */
function previousOf({ run, response, finding, target, first, previous }: Attempt): Promise<Decision | undefined> {
  return first ? previousNotified(run, response, finding.id, target) : Promise.resolve(previous);
}

/** What is known of the target by its tags. */
const tagsOf = ({ tags }: Attempt) => tags && { tags };

/** Ends without a containment. */
export async function leave(attempt: Attempt, verdict: Verdict): Promise<Decision> {
  const { run, response, finding, target, writer, containment } = attempt;
  const full = { ...verdict, target, containment: containment.id, ...tagsOf(attempt) };
  const decision = await decide({ run, route: response, subject: finding }, full, await previousOf(attempt));
  await writer.unclaim(containment);
  return decision;
}

/** Ends for now and notes the evidence that an earlier run made. */
export async function leaveBegun(attempt: OpenAttempt, state: any, verdict: Verdict): Promise<Decision> {
  await keepEvidence(attempt, state);
  return leave(attempt, verdict);
}

/** How a run ends for its containment. */
interface End {
  status: ContainmentStatus;
  verdict: Verdict;
  hold?: Hold;
  /** Nothing was begun in this run. */
  settled?: boolean;
}

/** Outcomes that cannot have occurred before on a target that was never changed: they are news in any case. */
const isNews = ({ outcome }: Verdict) => outcome === "contained" || outcome === "partial";

export async function endRun(attempt: Attempt & Partial<OpenAttempt>, { status, verdict: given, hold, settled }: End) {
  const { run, response, finding, target, writer, containment, context, first } = attempt;
  const approval = attempt.approval;
  const evidence = context && { evidence: context.evidence };
  const by = approval && !run.person && { by: approval.by!, said: approval.why! };
  const verdict = { ...given, target, containment: containment.id, ...evidence, ...by, ...tagsOf(attempt) };
  const previous = first && isNews(verdict) ? undefined : await previousOf(attempt);
  const decision = decisionOf({ run, route: response, subject: finding }, verdict, previous);
  if (settled && containment.holds[finding.id] && isRepeat(previous, decision)) {
    await writer.unclaim(containment);
    return previous!;
  }
  const place = { response: response.name, id: containment.id, finding: finding.id };
  const scope = accountScope(response.name, containment.target.accountId);
  const ending = {
    status,
    remains: verdict.remains ?? [],
    ...(hold && { hold }),
    ...evidence,
    ...(approval && { approval }),
    ...(endsExemption(verdict.outcome) && { exemption: place }),
    ...(status === "gone" && containment.group && { group: { scope, name: containment.group } }),
  };
  await writer.finish(containment.id, ending, decision);
  await announce({ run, route: response, subject: finding }, decision, { writer, containment: containment.id });
  return decision;
}

/** The last delivery failed too: records and reports why, before the event goes to the dead-letter queue. */
export async function giveUp(attempt: Attempt, error: unknown): Promise<void> {
  const { run, response, finding, writer, containment } = attempt;
  const previous = await previousNotified(run, response, finding.id, containment.target);
  if (previous?.run === run.id) return; // recorded by the run itself
  const verdict = givenUp(run, containment.target, error);
  if (!containment.status || containment.status === "released" || containment.status === "gone") {
    await decide({ run, route: response, subject: finding }, verdict, previous);
    await writer.unclaim(containment);
    return;
  }
  const status = isContained(containment) ? containment.status : "failed";
  await endRun({ ...attempt, previous, first: false }, { status, verdict });
}
