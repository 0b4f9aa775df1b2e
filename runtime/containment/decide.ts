import { noteExemption } from "../exceptions/exempt";
import { rehearsalOf } from "../findings/rehearsal";
import { clickOn } from "../findings/securityHub/clicks";
import { answerSource, consoleLink } from "../findings/sources";
import { isPatient, messageOf } from "../lib/errors";
import { together } from "../lib/together";
import { withStatement } from "../lib/withStatement";
import type { Finding } from "../model/finding";
import type { Decision } from "../model/journalItems";
import type { Route } from "../model/response";
import type { Target } from "../model/target";
import type { Verdict } from "../model/verdict";
import { needsNotice } from "../notices/needsNotice";
import { contentOf, type Held, publishNotice } from "../notices/publish";
import { putDecision } from "../notices/putDecision";
import type { Run } from "../run/run";
import { unreadUnits } from "./modeOf";
import { isRepeat } from "./repeat";

/** The subject of a decision: a finding, or only its id if nothing else is known, on its way through one route. */
export interface Matter {
  run: Run;
  route: Route;
  subject: Finding | { id: string };
}

/** Recorded if there is nothing to act on. */
export const goneVerdict: Verdict = {
  outcome: "gone",
  reason: "it no longer exists, or never existed in this account and Region",
};

/** Recorded when the last delivery failed too. If AWS was throttling or down, retries continue for a day. */
export function givenUp(run: Run, target: Target | undefined, error: unknown): Verdict {
  const { deliveryAttempts } = run.settings;
  const reason = isPatient(error)
    ? `not contained after ${deliveryAttempts} deliveries: ${messageOf(error)}; Firebreak tries again every 15 minutes for a day`
    : `gave up after ${deliveryAttempts} deliveries: ${messageOf(error)}`;
  return { outcome: "failed", reason, ...(target && { target }) };
}

/** Whether a decision is about a target, which may be a name that was not looked up, such as that of a database. */
const isAbout = (decided: Target | undefined, target: Target | undefined): boolean =>
  decided?.arn === target?.arn ||
  (decided?.name !== undefined &&
    decided.name === target?.id &&
    decided.kind === target.kind &&
    decided.accountId === target.accountId &&
    decided.region === target.region);

/** The newest decision of this route about the finding and target. */
export function previousDecision(
  run: Run,
  route: Route,
  finding: string,
  target?: Target,
): Promise<Decision | undefined> {
  return run.services.journal.lastDecision(
    finding,
    (decision) => decision.response === route.name && isAbout(decision.target, target),
  );
}

/**
 * The same, with its notice sent: a run that died may have recorded a decision without sending its notice.
 */
export async function previousNotified(
  run: Run,
  route: Route,
  finding: string,
  target?: Target,
): Promise<Decision | undefined> {
  const previous = await previousDecision(run, route, finding, target);
  if (previous) await publishNotice(run, route, previous);
  return previous;
}

/** A verdict as a decision of this run. */
export function decisionOf(
  { run, route, subject }: Matter,
  verdict: Verdict,
  previous: Decision | undefined,
): Decision {
  const { notify, unknown: _, ...said } = verdict;
  const decision = {
    finding: subject.id,
    at: new Date().toISOString(),
    run: run.id,
    response: route.name,
    ...("type" in subject && { about: inShort(subject) }),
    ...("type" in subject && subject.action && { by: clickOn(subject.action) }),
    ...(run.person && { by: run.person.by, said: run.person.reason }),
    calls: [],
    remains: [],
    evidence: [],
    ...said,
    reason: withStatement(said.reason, "type" in subject ? unreadUnits(run, route, subject) : undefined),
    callCount: run.calls.length,
    ...(run.sessions && rehearsalOf(subject.id) !== undefined && { sessions: [...run.sessions] }),
    seconds: Math.round(Date.now() - run.started) / 1000,
  };
  return {
    ...decision,
    notice: (notify ?? needsNotice(decision, previous, run.settings.alwaysNotify)) ? "pending" : "none",
  };
}

function inShort(finding: Finding): Decision["about"] {
  const { source, type, title, severity, accountId, region, partition, lastSeen, sentAt, sample } = finding;
  const { rehearsal, named, hub } = finding;
  const about = { source, type, title, severity, accountId, region, partition, lastSeen, sentAt, sample };
  // A run that continues what was started reports to the source too.
  return {
    ...about,
    ...(rehearsal !== undefined && { rehearsal }),
    link: consoleLink(finding),
    ...(named && { named }),
    ...(hub && { hub }),
  };
}

/**
 * Records a decision that leaves no containment behind, and notifies people. A repeated decision about the same event is
 * neither recorded nor counted.
 */
export async function decide(matter: Matter, verdict: Verdict, previous: Decision | undefined): Promise<Decision> {
  const { run, route, subject } = matter;
  if ("type" in subject) await noteExemption({ run, route, finding: subject }, verdict, previous);
  const decision = decisionOf(matter, verdict, previous);
  if (isRepeat(previous, decision)) return previous!;
  await run.services.journal.recordDecision(decision);
  if (verdict.unknown && !previous) await countUnknown(run, decision);
  await announce(matter, decision);
  return decision;
}

/** A failed count stops nothing: the decision itself is in the journal. */
async function countUnknown({ services: { journal, log } }: Run, { about, at, finding }: Decision): Promise<void> {
  if (!about || about.sample) return;
  try {
    const { type, accountId: account } = about;
    await journal.countUnknownType(at.slice(0, 10), { type, account });
  } catch (error) {
    log.warn("an unknown type could not be counted", { finding, error: messageOf(error) });
  }
}

/**
 * Counts and logs a decision that is in the journal already, and reports it: to the finding's source first, then to people and
 * on the bus.
 *
 * @param held the claim under which it was made; it ends when people are notified, so that the next run sees that they were
 */
export async function announce({ run, route, subject }: Matter, decision: Decision, held?: Held): Promise<void> {
  const { outcome, reason, target, seconds, callCount } = decision;
  run.services.count(decision);
  run.services.log.info(outcome, { finding: decision.finding, reason, target: target?.arn, seconds, calls: callCount });
  // A rehearsal's finding has no source to report to.
  const answers =
    "type" in subject && subject.rehearsal === undefined ? await answerSource(run, subject, decision) : [];
  const content = await contentOf(run, route, decision, answers);
  await together(
    publishNotice(run, route, decision, { ...(held && { held }), content }),
    putDecision(run, decision, content),
  );
}
