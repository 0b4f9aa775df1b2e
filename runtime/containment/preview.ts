import { openTarget } from "../aws/openTarget";
import { resolveTarget } from "../aws/resolveTarget";
import { exceptionFor, exemptVerdict, sayingWhyNot } from "../exceptions/exempt";
import { whyNotRehearsed } from "../findings/rehearsal";
import { withStatement } from "../lib/withStatement";
import type { Finding } from "../model/finding";
import { skippedBecause } from "../model/refusal";
import type { Response } from "../model/response";
import { containmentId, type Target } from "../model/target";
import { tellingTags } from "../model/tellingTags";
import type { Verdict } from "../model/verdict";
import type { Run } from "../run/run";
import { readContext } from "./attempt";
import { goneVerdict } from "./decide";
import { modeOf } from "./modeOf";
import { refusalOf } from "./refusal";
import { inWords } from "./verdict";

/** What containing the target would do now. Claims, changes and records nothing. */
export async function preview(run: Run, response: Response, finding: Finding, named: Target): Promise<Verdict> {
  const target = await resolveTarget(run, response, named);
  if (typeof target === "string") return { outcome: "skipped", reason: target, target: named };
  const refusal = refusalOf(run, response, target);
  if (refusal) return { ...skippedBecause(refusal), target };
  const id = containmentId(response.name, target.arn);
  const containment = await run.services.journal.getContainment(id);
  const open = await openTarget(run, response, target, "contain");
  const state = await open.read({ ...readContext(id, containment, target), stale: [] });
  if (state === undefined) return { ...goneVerdict, target };
  const foreign = whyNotRehearsed(finding, response.tags(state));
  if (foreign !== undefined) return { outcome: "refused", reason: foreign, target };
  const exception = await exceptionFor(run, response, finding, { target, tags: response.tags(state) });
  const verdict = exemptVerdict(exception) ?? sayingWhyNot(await observed(run, response, finding, state), exception);
  return { ...verdict, target, ...tellingTags(response.tags(state)) };
}

async function observed(run: Run, response: Response, finding: Finding, state: unknown): Promise<Verdict> {
  const calls = response.plan(state, run.settings.response);
  const { why: decided, unread } = await modeOf(run, response, finding);
  const why = withStatement(decided, unread);
  const notNeeded = calls.length === 0 && response.notNeeded?.(state);
  if (notNeeded) return skippedBecause(notNeeded);
  return {
    outcome: "observed",
    reason: calls.length > 0 ? `${why}; ${calls.length} calls would be made` : `${why}; it is already contained`,
    calls: inWords(calls),
    remains: response.residualRisk(state, run.settings.response),
  };
}
