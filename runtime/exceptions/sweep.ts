import { contain } from "../contain";
import { preview } from "../containment/preview";
import type { Verdict } from "../decide";
import { coded } from "../errors";
import { messageText } from "../functions/responder/messages";
import { deleteExemption, exemptionsFrom, getExemption, putExemption } from "../journal/exceptions";
import type { Decision, Exemption } from "../journal/items";
import { isResponse, isWatch, type Route, type Watch } from "../response";
import type { Run } from "../run";
import { previewWatch, watch } from "../watch";
import { endsExemption } from "./exempt";

/**
 * Asks for a look at each exemption. AWS Config and GuardDuty tell a fault once: nothing else would start when an exception
 * ends, is revoked, or loses its tag.
 */
export async function sweepExemptions(run: Run, route: Route): Promise<void> {
  const { db, table, log, send } = run.services;
  const exemptions = await exemptionsFrom({ db, table }, route.name);
  if (!send) throw coded("NotConfigured", `${route.name} has no queue of its own to send exemptions to`);
  await send(exemptions.map(messageFor));
  log.info("exemptions are looked at again", { count: exemptions.length });
}

/** One message each, so that one that cannot be looked at keeps no other from it. */
const messageFor = ({ id, finding }: Exemption): string => messageText("exemption", { id, finding: finding.id });

/**
 * Answers the finding of an exemption again, unless the target is still exempt.
 *
 * @throws what reading the target or answering its finding throws; then that one comes again
 */
export async function lookAtExemption(
  run: Run,
  route: Route,
  { id, finding }: { id: string; finding: string },
): Promise<Decision[]> {
  const journal = { db: run.services.db, table: run.services.table };
  const exemption = await getExemption(journal, route.name, id, finding);
  if (!exemption) return [];
  const { outcome, reason, exemption: said } = await judgeAgain(run, route, exemption);
  if (outcome !== "exempt") return [await answerAgain(run, route, exemption)];
  const { until: _, owner: __, warnedAt, ...rest } = exemption;
  const same = exemption.until === said?.until;
  await putExemption(journal, { ...rest, reason, ...said, ...(same && warnedAt && { warnedAt }) });
  return [];
}

/** Without recording anything: most exceptions still hold, and that is no news. */
async function judgeAgain(run: Run, route: Route, { finding, target }: Exemption): Promise<Verdict> {
  if (isResponse(route)) return preview(run, route, finding, target);
  if (isWatch(route)) return previewWatch(run, route, finding, target);
  throw coded("NoTarget", `${route.name} exempts nothing`);
}

async function answerAgain(run: Run, route: Route, { id, finding, target }: Exemption): Promise<Decision> {
  const decision = isResponse(route)
    ? await contain(run, route, finding, target)
    : await watch(run, route as Watch, finding, target);
  const { db, table } = run.services;
  if (endsExemption(decision.outcome)) await deleteExemption({ db, table }, route.name, id, finding.id);
  return decision;
}
