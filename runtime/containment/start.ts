import type { Hold } from "../model/journalItems";
import { tellingTags } from "../model/tellingTags";
import type { Attempt, OpenAttempt } from "./attempt";
import { readTarget } from "./execute";
import { beginOrHold, type Saved, type Start } from "./holdBack";
import type { Intent } from "./intent";
import { modeSoFar } from "./modeOf";
import { inWords, isContained } from "./verdict";

/** Begins the first change, unless it has to wait for a person. */
export async function beginSeen(attempt: OpenAttempt, state: any, saved: Saved): Promise<Start> {
  const start = await beginOrHold(attempt.run, attempt.writer, intentOf(attempt, state), saved);
  if (start.held) return start;
  if (start.group) attempt.containment.group = start.group;
  if (!isContained(attempt.containment)) attempt.containment.status = "containing";
  return start;
}

/** Continues what has begun, or proves that nothing is missing: no person is asked. */
export async function goOn(
  { writer, containment }: OpenAttempt,
  { priorState, hold }: Saved,
  settled: boolean,
): Promise<Start> {
  if (containment.priorState !== undefined && settled) return {};
  await writer.savePriorState(containment.id, priorState, hold);
  if (!isContained(containment)) containment.status = "containing";
  return {};
}

/** The finding's hold: the existing one, or a new one. */
export function holdOf({ finding, target, containment }: Attempt): Hold {
  return (
    containment.holds[finding.id] ?? {
      finding: finding.id,
      type: finding.type,
      since: new Date().toISOString(),
      ...(target.details && { details: target.details }),
    }
  );
}

/** What is about to be done; whatever needs further readings is read only on demand. */
function intentOf(attempt: OpenAttempt, state: any): Intent {
  const { run, response, finding, containment, open } = attempt;
  const settings = run.settings.response;
  const { groupOf } = response;
  const { mode, why, unclear } = modeSoFar(run, response, finding);
  const planned = response.plan(state, settings);
  // The person who approved the containment approved what follows from it.
  const follows = isContained(containment) && planned.every(({ renews }) => renews);
  return {
    response,
    finding,
    containment,
    mode: follows ? "contain" : mode,
    ...(unclear && { whyUnclear: why }),
    calls: inWords(planned),
    async describe() {
      const partly = (response.unread?.(state) ?? []).length > 0;
      const seen = (partly ? await readTarget(attempt, { stale: [] }) : undefined) ?? state;
      return {
        calls: inWords(response.plan(seen, settings)),
        remains: response.residualRisk(seen, settings),
        ...tellingTags(response.tags(seen)),
      };
    },
    ...(groupOf && { group: () => groupOf(open.clients, state) }),
  };
}
