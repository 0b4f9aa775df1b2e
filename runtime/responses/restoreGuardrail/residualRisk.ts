import { guardrailOf } from "./guardrails";
import type { GuardrailState } from "./state";

/** What switching a guardrail on leaves, one sentence each. */
export function residualRisk(state: GuardrailState): string[] {
  const { leaves, offEvent } = guardrailOf(state.kind);
  return [
    ...leaves(state),
    `the principal that switched it off can do so again: CloudTrail shows it in ${offEvent}. Block it if nobody planned that`,
  ];
}

/** A guardrail that is on and may not work. */
export const beyondReach = ({ on, trouble }: GuardrailState): string[] =>
  on && trouble ? [`it is on, but may not work: ${trouble}`] : [];
