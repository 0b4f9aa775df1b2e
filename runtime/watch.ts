import { decide, goneVerdict, previousTold, type Verdict } from "./decide";
import { judgeException } from "./exceptions/exception";
import type { Finding } from "./finding";
import type { Decision } from "./journal/items";
import { enter } from "./openTarget";
import type { Watch } from "./response";
import type { Run } from "./run";
import type { Target } from "./target";

/** Tells people of one target that nobody contains, unless it carries an exception. Nothing is changed. */
export async function watch(run: Run, route: Watch, finding: Finding, target: Target): Promise<Decision> {
  const previous = await previousTold(run, route, finding.id, target);
  const tags = await route.readTags(await enter(run, route, target, "contain"), target);
  return decide(run, route, finding, { ...verdictOf(run, route, finding, tags), target }, previous);
}

function verdictOf(run: Run, route: Watch, finding: Finding, tags: Record<string, string> | undefined): Verdict {
  if (!tags) return goneVerdict;
  const exception = judgeException(tags, run.settings.exceptionTagKey, route.name, new Date());
  if (exception.exempt) return { outcome: "exempt", reason: exception.reason! };
  const why = exception.reason ? `; ${exception.reason}` : "";
  return { outcome: finding.sample ? "observed" : "notified", reason: `${route.advice(finding)}${why}` };
}
