import { endsExemption } from "../exceptions/exempt";
import { coded } from "../lib/errors";
import { messageText } from "../messages/queueMessage";
import type { Decision, Exemption } from "../model/journalItems";
import { isResponse, isWatch, type Route, type Watch } from "../model/response";
import type { Verdict } from "../model/verdict";
import type { Run } from "../run/run";
import { contain } from "./contain";
import { preview } from "./preview";
import { previewWatch, watch } from "./watch";

/**
 * Queues a check of each exemption. AWS Config and GuardDuty report a fault once: nothing else would act when an exception
 * ends, is revoked, or loses its tag.
 */
export async function checkExemptions(run: Run, route: Route): Promise<void> {
  const { journal, log, send } = run.services;
  const exemptions = await journal.exemptionsFrom(route.name);
  if (!send) throw coded("NotConfigured", `${route.name} has no queue to send exemptions to`);
  await send(exemptions.map(messageFor));
  log.info("exemptions will be checked again", { count: exemptions.length });
}

/** One message each, so that one that cannot be checked does not stop the others. */
const messageFor = ({ id, finding }: Exemption): string => messageText("exemption", { id, finding: finding.id });

/**
 * Acts on the finding of an exemption again, unless the target is still exempt.
 *
 * @throws what reading the target or acting on its finding throws; the message is then delivered again
 */
export async function lookAtExemption(
  run: Run,
  route: Route,
  { id, finding }: { id: string; finding: string },
): Promise<Decision[]> {
  const { journal } = run.services;
  const place = { response: route.name, id, finding };
  const exemption = await journal.getExemption(place);
  if (!exemption) return [];
  const { outcome, reason, exemption: said } = await judgeAgain(run, route, exemption);
  if (outcome !== "exempt") return [await answerAgain(run, route, exemption)];
  // An exemption that ended in the meantime stays ended.
  await journal.changeExemption(place, (known) => {
    if (!known) return undefined;
    const { until, owner: _, warnedAt, ...rest } = known;
    return { ...rest, reason, ...said, ...(until === said?.until && warnedAt && { warnedAt }) };
  });
  return [];
}

/** Records nothing: most exceptions still apply, and that is not news. */
async function judgeAgain(run: Run, route: Route, { finding, target }: Exemption): Promise<Verdict> {
  if (isResponse(route)) return preview(run, route, finding, target);
  if (isWatch(route)) return previewWatch(run, route, finding, target);
  throw coded("NoTarget", `${route.name} exempts nothing`);
}

async function answerAgain(run: Run, route: Route, { id, finding, target, revision }: Exemption): Promise<Decision> {
  const decision = isResponse(route)
    ? await contain(run, route, finding, target)
    : await watch(run, route as Watch, finding, target);
  const { journal } = run.services;
  if (endsExemption(decision.outcome)) {
    // If it was noted again in the meantime, it is a new exemption.
    const place = { response: route.name, id, finding: finding.id };
    await journal.changeExemption(place, (known) => (known?.revision === revision ? "delete" : undefined));
  }
  return decision;
}
