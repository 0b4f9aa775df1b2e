import assert from "node:assert/strict";
import fc from "fast-check";
import { makeCall } from "../../../runtime/aws/openTarget";
import { type Reconciled, reconcile } from "../../../runtime/containment/reconcile";
import type { Call } from "../../../runtime/model/call";
import type { ReadContext, Response } from "../../../runtime/model/response";
import type { Target } from "../../../runtime/model/target";

/** A response, and a model of the part of AWS that it works on. */
export interface Contract<World> {
  response: Response;
  target: Target;
  /** What the model holds when a finding comes: plain data, of every shape that the response may meet. */
  worlds(): fc.Arbitrary<World>;
  /** The response's clients on a model; their calls read and change it as AWS would, and refuse what AWS refuses. */
  clients(world: World): unknown;
  settings?: unknown;
  /** The `details` of the targets that hold it, where the response uses them. */
  wanted?: Record<string, string>[];
}

/**
 * What every response owes, as properties over every world of its model: containing converges, also after a crash between
 * any two calls; releasing gives back what was there; planning changes nothing and needs nothing but its arguments.
 */
export function itKeepsTheContract<World>(contract: Contract<World>): void {
  const { response, worlds } = contract;
  const settings = contract.settings ?? {};
  const forEvery = (check: (world: World, at: At) => Promise<void>) => () =>
    fc.assert(
      fc.asyncProperty(worlds(), async (world) => check(structuredClone(world), at(contract, structuredClone(world)))),
    );

  it(
    "executing the plan and planning again gives an empty plan",
    forEvery(async (_, { contain, state }) => {
      proven(await contain());
      assert.deepEqual(response.plan(await state(), settings), []);
    }),
  );

  it("there is something to contain, not only worlds without a plan", async () => {
    const plans = fc.sample(worlds(), 200).map(async (world) => {
      const { state } = at(contract, structuredClone(world));
      return response.plan(await state(), settings).length;
    });
    const lengths = await Promise.all(plans);
    assert.ok(
      lengths.some((length) => length > 0),
      "the plan of every world of the model is empty",
    );
  });

  it(
    "a run that dies between any two calls is continued by the next one",
    forEvery(async (world, { contain }) => {
      const calls = (await contain()).made.length;
      for (let after = 0; after < calls; after++) {
        const { contain: again, state } = at(contract, structuredClone(world));
        await assert.rejects(again(after), /crashed/);
        proven(await again());
        assert.deepEqual(response.plan(await state(), settings), []);
      }
    }),
  );

  it(
    "a release gives back exactly what was there, without drift, and a second one does nothing",
    forEvery(async (world, { contain, release, state, changed }) => {
      // As the journal keeps it.
      const before = JSON.parse(JSON.stringify(response.before(await state())));
      await contain();
      assert.deepEqual(response.releasePlan(await state(before), before, settings).drift, []);
      proven(await release(before));
      assert.deepEqual(changed, world);
      assert.deepEqual(response.releasePlan(await state(before), before, settings), { calls: [], drift: [] });
    }),
  );

  it(
    "planning is pure: the same state gives the same plan and stays as it is",
    forEvery(async (_, { state }) => {
      const seen = await state();
      const copy = structuredClone(seen);
      const plan = response.plan(seen, settings);
      response.residualRisk(seen, settings);
      response.releasePlan(seen, response.before(seen), settings);
      assert.deepEqual(seen, copy);
      assert.deepEqual(response.plan(copy, settings), plan);
      for (const call of plan) assert.ok(call.reason && call.changes.length > 0, `${call.operation} without a reason`);
    }),
  );
}

/** One world, as the product's loop works on it. */
interface At {
  changed: unknown;
  state(before?: unknown): Promise<any>;
  contain(stopAfter?: number): Promise<Reconciled<any>>;
  release(before: unknown): Promise<Reconciled<any>>;
}

function at<World>({ response, target, clients, settings = {}, wanted = [] }: Contract<World>, world: World): At {
  const model = clients(world) as Record<string, Record<string, unknown>>;
  const context = { evidence: [], continued: false, containment: "0123456789abcdef-0", wanted };
  const read = (more: Partial<ReadContext<any>>) =>
    response.read(model, target, { ...context, stale: [], ...more } as ReadContext<any>);
  const state = async (before?: unknown) => {
    const seen = await read({ before });
    assert.ok(seen, "the model's world has no target");
    return seen;
  };
  const run = async (planOf: (seen: any) => Call[], before?: unknown, stopAfter = Number.POSITIVE_INFINITY) => {
    let calls = 0;
    const checkTime = () => {
      if (calls >= stopAfter) throw new Error("crashed");
    };
    return reconcile<any>({
      sleep: async () => {},
      state: await state(before),
      read: (previous, stale) => {
        checkTime();
        return read({ previous, stale, before });
      },
      // A model has no clock.
      plan: (seen) => planOf(seen).map(({ wait: _, ...call }) => call),
      call: async (call) => {
        calls++;
        await makeCall(model, call);
      },
      checkTime,
    });
  };
  return {
    changed: world,
    state,
    contain: (stopAfter) => run((seen) => response.plan(seen, settings), undefined, stopAfter),
    release: (before) => run((seen) => response.releasePlan(seen, before, settings).calls, before),
  };
}

function proven({ missing, problems }: Reconciled<unknown>): void {
  assert.deepEqual([missing, problems], [[], []]);
}
