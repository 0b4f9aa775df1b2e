import { isMissing } from "../../lib/errors";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import { guardrailOf } from "./guardrails";
import { type GuardrailClients, type GuardrailPriorState, type GuardrailState, switchedOnMark } from "./state";

/**
 * Reads a guardrail; undefined if there is none.
 *
 * @throws what AWS throws: a failed reading does not mean that it is off
 */
export async function read(
  clients: GuardrailClients,
  target: Target,
  { evidence, previous, saved, priorState }: ReadContext<GuardrailState, GuardrailPriorState>,
): Promise<GuardrailState | undefined> {
  const { kind, id, arn, accountId, region } = target;
  const guardrail = guardrailOf(kind);
  try {
    const shown = await guardrail.show(clients, target, priorState ?? saved ?? previous);
    if (shown === undefined) return undefined;
    const tags = (await guardrail.tags?.(clients, target)) ?? {};
    const switchedOn = evidence.some((item) => item.kind === switchedOnMark);
    return { ...shown, kind, id, arn, accountId, region, tags, switchedOn };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
