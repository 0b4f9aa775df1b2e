import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { makeCall } from "../../../runtime/aws/openTarget";
import { closesLeftOpen } from "../../../runtime/containment/execute";
import { everything, type Reconciled, reconcile } from "../../../runtime/containment/reconcile";
import { type Call, type Evidence, notesBefore, type ReleasePlan } from "../../../runtime/model/call";
import type { ReadContext, Response } from "../../../runtime/model/response";
import type { Target } from "../../../runtime/model/target";

/** A response with a model of its target, and what the stack and the findings say. */
export interface Case {
  response: Response;
  target: Target;
  /** The response's clients on the model, those of its second session among them. */
  model: any;
  settings: any;
  wanted: Record<string, string>[];
  /** Whether a call's client exists and has its operation. */
  isOperation(call: Call): boolean;
}

/** One target, as the product's loop works on it. The journal lives as long as the case. */
export interface Work {
  /** A full reading; with the prior state, as a release reads. */
  state(priorState?: unknown): Promise<any>;
  plan(state: any): Call[];
  releasePlan(state: any, priorState: unknown): Required<ReleasePlan>;
  /** One run that contains. It dies right after this many calls, before it learns the result of the last one. */
  contain(stopAfter?: number): Promise<Reconciled<any>>;
  /** One run that releases. */
  release(priorState: unknown, stopAfter?: number): Promise<Reconciled<any>>;
  /** What the journal saved before the first change. */
  priorState(): any;
  /** How many pieces of evidence AWS created in all runs, whether or not a run lived to learn of them. */
  evidenceMade(): number;
}

const containment = "0123456789abcdef-0";

/** Whether a run died as planned. */
export const isDeath = (error: unknown) => (error as Error).message === "the run died";

/** The journal keeps JSON. */
const asKept = (value: unknown) => JSON.parse(JSON.stringify(value));

/** What the journal keeps of the containment between runs. */
interface Kept {
  priorState?: object;
  evidence: Evidence[];
}

type Context = ReadContext<any> & { confirmed: Call[] };

/** Prepares the work on one case. */
export function workOn({ response, target, model, settings, wanted, isOperation }: Case): Work {
  const kept: Kept = { evidence: [] };
  let evidenceMade = 0;
  const unread = (state: any) => response.unread?.(state) ?? [];
  const plan = (state: any) => response.plan(state, settings);

  /** What a run knows when it starts. */
  const context = (): Context => ({
    stale: [],
    wanted,
    evidence: kept.evidence,
    continued: kept.priorState !== undefined,
    containment,
    settings,
    confirmed: [],
    unguessable: async (name) => createHash("sha256").update(`secret ${name}`).digest("hex").slice(0, 8),
    ...(kept.priorState && { saved: kept.priorState }),
  });

  async function read(known: Context, more: Pick<Context, "stale" | "previous" | "urgent">): Promise<any> {
    const { previous, stale } = more;
    const isKnown = previous !== undefined && !stale.includes(everything);
    const urgent = more.urgent || (previous !== undefined && unread(previous).length > 0);
    const found = await response.read(model, target, { ...known, stale, ...(isKnown ? { previous } : { urgent }) });
    assert.ok(found, "the model's world has no target");
    return found;
  }

  /** What is known of the state before the first change; what is already saved stays. */
  function keepPriorState(state: any): void {
    if (kept.priorState && unread(state).length > 0) return;
    kept.priorState = { ...asKept(response.priorState(state)), ...kept.priorState };
  }

  function keepEvidence(known: Context, found: Evidence[]): void {
    const isNew = ({ kind, id }: Evidence) => !known.evidence.some((item) => item.kind === kind && item.id === id);
    known.evidence = [...known.evidence, ...found.filter(isNew)];
    if (!response.findsEvidence) kept.evidence = known.evidence;
  }

  /** Makes the missing calls; after the last one within the run's life, nothing reaches AWS or the journal. */
  function loop(known: Context, life: { calls: number }, state: any, planOf: (seen: any) => Call[]) {
    const checkAlive = () => {
      if (life.calls <= 0) throw new Error("the run died");
    };
    return reconcile<any>({
      sleep: async () => {},
      state,
      read: (previous, stale) => {
        checkAlive();
        return read(known, { previous, stale });
      },
      plan: planOf,
      async call(call) {
        checkAlive();
        assert.ok(isOperation(call), `no client of ${response.name} has ${call.service} ${call.operation}`);
        life.calls--;
        if (known.priorState === undefined) {
          const notes = notesBefore(response, call);
          keepEvidence(known, notes);
          kept.evidence = [...kept.evidence, ...notes];
        }
        const evidence = response.evidence(call, await makeCall(model, call));
        evidenceMade += evidence.length;
        checkAlive();
        known.confirmed = [...known.confirmed, call];
        if (known.priorState === undefined) keepEvidence(known, evidence);
      },
      checkTime: checkAlive,
    });
  }

  /** Closes what is left open first, then cuts after an urgent reading, then reads and does the rest. */
  async function contain(stopAfter = Number.POSITIVE_INFINITY): Promise<Reconciled<any>> {
    const known = context();
    const life = { calls: stopAfter };
    let state = await read(known, { stale: [], urgent: true });
    if (plan(state).length === 0 && unread(state).length > 0)
      state = await read(known, { previous: state, stale: unread(state) });
    const closed = await loop(known, life, state, (seen) => plan(seen).filter(closesLeftOpen(response, seen)));
    state = closed.state;
    keepPriorState(state);
    keepEvidence(known, response.evidenceIn(state));
    let end = joined(closed, await loop(known, life, state, plan));
    if (unread(end.state).length > 0) {
      const full = await read(known, { previous: end.state, stale: unread(end.state) });
      keepPriorState(full);
      end = joined(end, await loop(known, life, full, plan));
    }
    keepEvidence(known, response.evidenceIn(end.state));
    kept.evidence = known.evidence;
    return end;
  }

  const releasePlan: Work["releasePlan"] = (state, priorState) => ({
    stuck: [],
    ...response.releasePlan(state, priorState, settings),
  });
  const state = (priorState?: unknown) =>
    read({ ...context(), ...(priorState !== undefined && { priorState }) }, { stale: [] });
  return {
    state,
    plan,
    releasePlan,
    contain,
    async release(priorState, stopAfter = Number.POSITIVE_INFINITY) {
      const planOf = (seen: any) => releasePlan(seen, priorState).calls;
      return loop({ ...context(), priorState }, { calls: stopAfter }, await state(priorState), planOf);
    },
    priorState: () => kept.priorState,
    evidenceMade: () => evidenceMade,
  };
}

/** The result of a loop that continued where another one ended. */
const joined = (first: Reconciled<any>, rest: Reconciled<any>): Reconciled<any> => ({
  ...rest,
  made: [...first.made, ...rest.made],
  problems: [...first.problems, ...rest.problems],
});

/** Whether a call's client exists and has its operation: a model may have what AWS lacks. */
export function operationsOf({ clients, writeClients }: Response): Case["isOperation"] {
  const config = { region: "eu-west-1", maxAttempts: 1, retryMode: "standard" };
  let real: any;
  return ({ service, operation }) => {
    real ??= { ...clients(config), ...writeClients?.(config) };
    return typeof real[service]?.[operation.charAt(0).toLowerCase() + operation.slice(1)] === "function";
  };
}
