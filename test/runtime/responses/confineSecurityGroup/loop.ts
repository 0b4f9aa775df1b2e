import assert from "node:assert/strict";
import { type Reconciled, reconcile } from "../../../../runtime/containment/reconcile";
import type { Call } from "../../../../runtime/model/call";
import type { Phase } from "../../../../runtime/model/permission";
import { confineSecurityGroup } from "../../../../runtime/responses/confineSecurityGroup";
import type { GroupState } from "../../../../runtime/responses/confineSecurityGroup/state";
import { apply } from "./model";

/** The result of one run of the loop. */
export interface Run {
  state: GroupState;
  calls: Call[];
  /** Undefined if the run died. */
  result?: Reconciled<GroupState>;
}

/**
 * Runs the product's loop against the model; after `stopAfter` calls it dies, as Lambda may, before the last result
 * is recorded. Evidence is kept as the product keeps it: while containing, not while releasing.
 */
export async function run(
  start: GroupState,
  planOf: (state: GroupState) => Call[],
  stopAfter = Number.POSITIVE_INFINITY,
  phase: Phase = "contain",
): Promise<Run> {
  let state = start;
  const calls: Call[] = [];
  const dieAtTheEnd = () => {
    if (calls.length >= stopAfter) throw new Error("crashed");
  };
  try {
    const result = await reconcile<GroupState>({
      sleep: async () => {},
      state,
      read: async () => {
        dieAtTheEnd();
        return state;
      },
      plan: planOf,
      call: async (call) => {
        dieAtTheEnd();
        state = apply(state, call);
        calls.push(call);
        if (phase === "release" || calls.length >= stopAfter) return;
        const revoked = confineSecurityGroup.evidence(call, { Return: true }).map((item) => item.id);
        state = { ...state, revoked: [...state.revoked, ...revoked] };
      },
      checkTime: dieAtTheEnd,
    });
    return { state, calls, result };
  } catch (error) {
    assert.equal((error as Error).message, "crashed");
    return { state, calls };
  }
}

/** The same for a release. */
export const runRelease = (
  start: GroupState,
  planOf: (state: GroupState) => Call[],
  stopAfter?: number,
): Promise<Run> => run(start, planOf, stopAfter, "release");
