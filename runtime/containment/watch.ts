import { enter } from "../aws/openTarget";
import { resolveTarget } from "../aws/resolveTarget";
import { exceptionFor, exemptVerdict, sayingWhyNot } from "../exceptions/exempt";
import type { Finding } from "../model/finding";
import type { Decision } from "../model/journalItems";
import type { Watch } from "../model/response";
import type { Run } from "../model/run";
import type { Target } from "../model/target";
import type { Verdict } from "../model/verdict";
import { decide, goneVerdict, previousTold } from "./decide";

/** Tells people of one target that nobody contains, unless it carries an exception. Nothing is changed. */
export async function watch(run: Run, route: Watch, finding: Finding, target: Target): Promise<Decision> {
  const previous = await previousTold(run, route, finding.id, target);
  return decide({ run, route, subject: finding }, await previewWatch(run, route, finding, target), previous);
}

/** What people would be told of the target at this moment. Nothing is recorded. */
export async function previewWatch(run: Run, route: Watch, finding: Finding, named: Target): Promise<Verdict> {
  const target = await resolveTarget(run, route, named);
  if (typeof target === "string") return { outcome: "gone", reason: target, target: named };
  const tags = await route.readTags(await enter(run, route, target, "contain"), target);
  if (!tags) return { ...goneVerdict, target };
  const exception = await exceptionFor(run, route, finding, { target, tags });
  const told: Verdict = { outcome: finding.sample ? "observed" : "notified", reason: route.advice(finding) };
  return { ...(exemptVerdict(exception) ?? sayingWhyNot(told, exception)), target };
}
