import type { Call } from "../../model/call";
import { leftToPerson, type Refusal } from "../../model/refusal";
import { guardrailOf } from "./guardrails";
import type { GuardrailState } from "./state";

/** The one call that switches a guardrail on as it was. Nothing is done for what is on, and for what was never on. */
export function plan(state: GuardrailState): Call[] {
  if (state.on || !state.wasOn) return [];
  const { off, switchOn } = guardrailOf(state.kind);
  const call = switchOn(state);
  return [{ ...call, reason: `${off}${since(state)}`, changes: ["guardrail"], marks: [call.operation] }];
}

/** Since when it is off, as a part of a sentence. */
export const since = ({ offSince }: Pick<GuardrailState, "offSince">): string => (offSince ? ` since ${offSince}` : "");

/** Why nothing is to be done. */
export function notNeeded(state: GuardrailState): string | Refusal {
  if (state.on) return "it is on, so it was left as it is";
  return leftToPerson(
    `${guardrailOf(state.kind).off}, and AWS shows nothing that says it was on before: there is nothing to restore. A person decides whether to switch it on`,
  );
}
