import type { ReleasePlan } from "../../model/call";
import { inWords, sameBlock } from "../../resources/publicAccessBlock";
import { recorderName } from "../../resources/recorder";
import { guardrailOf } from "./guardrails";
import type { GuardrailPriorState, GuardrailState } from "./state";

/** What a release gives back, taken before the first change. */
export function priorState({ kind, id, on, wasOn, arn, block, earlier }: GuardrailState): GuardrailPriorState {
  const names = kind === "recorder" ? [recorderName(id)] : [id];
  return { on, wasOn, arn, names, ...(block !== undefined && { block }), ...(earlier && { earlier }) };
}

/** Switches off again what the containment switched on, exactly as it was, unless others changed it since. */
export function releasePlan(state: GuardrailState, saved: GuardrailPriorState): ReleasePlan {
  if (isAsBefore(state, saved)) return { calls: [], drift: [] };
  if (!state.switchedOn) return { calls: [], drift: ["others switched it on: left as it is"] };
  if (saved.earlier && !sameBlock(state.block, saved.earlier)) {
    const drift = `others changed Block Public Access: it is now ${inWords(state.block)}, and left as it is`;
    return { calls: [], drift: [drift] };
  }
  const call = guardrailOf(state.kind).switchOff(state, saved);
  const reason = saved.earlier
    ? `as before: Block Public Access of the account is ${inWords(saved.block)}`
    : `as before: ${guardrailOf(state.kind).off}`;
  return { calls: [{ ...call, reason, changes: ["guardrail"] }], drift: [] };
}

const isAsBefore = (state: GuardrailState, { on, earlier, block }: GuardrailPriorState): boolean =>
  earlier ? sameBlock(state.block, block) : state.on === on;
