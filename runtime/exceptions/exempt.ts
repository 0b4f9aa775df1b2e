import { withStatement } from "../lib/withStatement";
import type { Finding } from "../model/finding";
import type { Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";
import type { Route } from "../model/response";
import { containmentId, type Target } from "../model/target";
import type { Verdict } from "../model/verdict";
import type { Run } from "../run/run";
import { exceptionOf } from "./exceptionOf";
import type { ExceptionVerdict } from "./judge";

/**
 * Whether the tags of a target, just read, exempt it from what a run is about to do for a finding.
 *
 * @throws what KMS or the journal throws when a signature is checked; a failed check never exempts
 */
export function exceptionFor(
  { services, settings }: Run,
  route: Route,
  finding: Finding,
  { target, tags }: { target: Target; tags: Record<string, string> },
): Promise<ExceptionVerdict> {
  const judge = {
    journal: services.journal,
    kms: services.kms,
    keyArn: services.exceptionKey,
    tagKey: settings.exceptionTagKey,
    limits: settings.exceptions,
  };
  return exceptionOf(judge, { response: route.name, firstSeen: finding.firstSeen, target, tags });
}

/** The verdict about an exempt target; undefined if it is not exempt. */
export function exemptVerdict({ exempt, reason, until, owner }: ExceptionVerdict): Verdict | undefined {
  if (!exempt) return undefined;
  return { outcome: "exempt", reason: reason!, exemption: { ...(until && { until }), ...(owner && { owner }) } };
}

/** A verdict that also says why the tag on the target does not exempt it, if it has one. */
export function sayingWhyNot(verdict: Verdict, { reason }: ExceptionVerdict): Verdict {
  return { ...verdict, reason: withStatement(verdict.reason, reason) };
}

/** Whether an exemption is over after a decision. A failed one stays on the list, so that the next check retries it. */
export const endsExemption = (outcome: Outcome): boolean => outcome !== "exempt" && outcome !== "failed";

/**
 * Updates the list of exemptions for a decision that is about to be recorded: an exempt finding is kept, so that Firebreak can
 * act on it when its exception ends; a finding that is no longer exempt is removed. A run that dies in between is repeated.
 */
export async function noteExemption(
  { run, route: { name }, finding }: { run: Run; route: Route; finding: Finding },
  { outcome, target, exemption, reason }: Verdict,
  previous: Decision | undefined,
): Promise<void> {
  if (!target) return;
  const { journal } = run.services;
  const id = containmentId(name, target.arn);
  const place = { response: name, id, finding: finding.id };
  if (outcome === "exempt") {
    await journal.changeExemption(place, (known) => ({
      id,
      response: name,
      target,
      finding,
      reason,
      since: known?.since ?? new Date().toISOString(),
      ...exemption,
      ...(known?.until === exemption?.until && known?.warnedAt && { warnedAt: known.warnedAt }),
    }));
  } else if (previous?.outcome === "exempt" && endsExemption(outcome)) {
    await journal.changeExemption(place, () => "delete");
  }
}
