import { enter } from "../aws/openTarget";
import { resolveTarget } from "../aws/resolveTarget";
import { exceptionFor, exemptVerdict, sayingWhyNot } from "../exceptions/exempt";
import type { Finding } from "../model/finding";
import type { Decision } from "../model/journalItems";
import type { Watch } from "../model/response";
import type { Target } from "../model/target";
import { tellingTags } from "../model/tellingTags";
import type { Verdict } from "../model/verdict";
import type { Run } from "../run/run";
import { decide, goneVerdict, previousNotified } from "./decide";

/** Notifies people of a target that no response contains, unless it has an exception. Changes nothing. */
export async function watch(run: Run, route: Watch, finding: Finding, target: Target): Promise<Decision> {
  const previous = await previousNotified(run, route, finding.id, target);
  return decide({ run, route, subject: finding }, await previewWatch(run, route, finding, target), previous);
}

/** What people would be told about the target now. Records nothing. */
export async function previewWatch(run: Run, route: Watch, finding: Finding, named: Target): Promise<Verdict> {
  const target = await resolveTarget(run, route, named);
  if (typeof target === "string") return { outcome: "gone", reason: target, target: named };
  const tags = await route.readTags(await enter(run, route, target, "contain"), target);
  if (!tags) return { ...goneVerdict, target };
  const exception = await exceptionFor(run, route, finding, { target, tags });
  const notified: Verdict = { outcome: finding.sample ? "observed" : "notified", reason: route.advice(finding) };
  return { ...(exemptVerdict(exception) ?? sayingWhyNot(notified, exception)), target, ...tellingTags(tags) };
}
