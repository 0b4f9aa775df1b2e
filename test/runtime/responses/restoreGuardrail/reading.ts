import type { ReadContext } from "../../../../runtime/model/response";
import { restoreGuardrail } from "../../../../runtime/responses/restoreGuardrail";
import type { GuardrailPriorState, GuardrailState } from "../../../../runtime/responses/restoreGuardrail/state";
import { clients, targets, type World } from "./model";

type Known = Partial<ReadContext<GuardrailState, GuardrailPriorState>>;

/** A guardrail as the response reads it, or nothing. */
export const mayRead = (world: World, known: Known = {}): Promise<GuardrailState | undefined> =>
  restoreGuardrail.read(clients(world), targets[world.kind], {
    stale: [],
    evidence: [],
    continued: false,
    containment: "0123456789abcdef-0",
    wanted: [],
    ...known,
  });

/** A guardrail as the response reads it. */
export async function readGuardrail(world: World, known: Known = {}): Promise<GuardrailState> {
  const state = await mayRead(world, known);
  if (!state) throw new Error("there is no guardrail");
  return state;
}
