import assert from "node:assert/strict";
import fc from "fast-check";
import { type Reconciled, reconcile } from "../../../../runtime/containment/reconcile";
import type { Call } from "../../../../runtime/model/call";
import { plan } from "../../../../runtime/responses/isolateInstance/plan";
import { releasePlan, before as stateBefore } from "../../../../runtime/responses/isolateInstance/release";
import { changeable, type InstanceState, isClosed } from "../../../../runtime/responses/isolateInstance/state";
import { apply } from "./model";
import { instances, settings } from "./states";

/** Runs the product's loop against the model; `stopAfter` calls it dies, as Lambda may. */
async function run(
  start: InstanceState,
  planOf: (state: InstanceState) => Call[],
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<{ state: InstanceState; calls: Call[]; result?: Reconciled<InstanceState> }> {
  let state = start;
  const calls: Call[] = [];
  try {
    const result = await reconcile<InstanceState>({
      sleep: async () => {},
      state,
      read: async () => state,
      // A model has no clock. An instance without an interface that can be closed is a case of its own.
      plan: (seen) => planOf(seen).filter((call) => call.waitsFor !== "a person" && !call.again),
      call: async (call) => {
        if (calls.length >= stopAfter) throw new Error("crashed");
        state = apply(state, call);
        calls.push(call);
      },
      checkTime: () => {
        if (calls.length >= stopAfter) throw new Error("crashed");
      },
    });
    return { state, calls, result };
  } catch (error) {
    assert.equal((error as Error).message, "crashed");
    return { state, calls };
  }
}

/** A group at its maximum has started a replacement and cannot take the instance back. */
const isFull = ({ autoScaling }: InstanceState) => autoScaling !== undefined && autoScaling.desired >= autoScaling.max;

const network = ["ModifyNetworkInterfaceAttribute"];

describe("isolate-instance, for every instance", () => {
  it("planning after applying the plan is empty, and nothing failed on the way", () =>
    fc.assert(
      fc.asyncProperty(instances, settings, async (start, given) => {
        const { state, result } = await run(start, (seen) => plan(seen, given));
        assert.deepEqual(result!.problems, []);
        assert.deepEqual(
          plan(state, given).filter((call) => call.waitsFor !== "a person" && !call.again),
          [],
        );
        assert.ok(changeable(state).every((port) => isClosed(state, port)));
      }),
    ));

  it("F5 M2: no interface is ever given two groups, and in the end none has a rule, IPv4 or IPv6", () =>
    fc.assert(
      fc.asyncProperty(instances, settings, async (start, given) => {
        const { state, calls } = await run(start, (seen) => plan(seen, given));
        for (const call of calls.filter((item) => network.includes(item.operation))) {
          assert.equal((call.input["Groups"] as string[]).length, 1);
        }
        for (const port of changeable(state)) {
          assert.equal(port.groups.length, 1);
          assert.deepEqual(state.groups.find((group) => group.id === port.groups[0])!.rules, []);
        }
      }),
    ));

  it("M1 X15 case 24 case 25: the network comes before evidence, Auto Scaling and load balancers, all interfaces open before the first closes", () =>
    fc.assert(
      fc.asyncProperty(instances, settings, async (start, given) => {
        const { calls, state } = await run(start, (seen) => plan(seen, given));
        const last = calls.findLastIndex((call) => network.includes(call.operation));
        const earlier = calls.slice(0, Math.max(last, 0)).map((call) => call.operation);
        assert.deepEqual(
          earlier.filter((name) => !network.includes(name) && !/SecurityGroup/.test(name)),
          [],
        );
        const kinds = calls
          .filter((call) => network.includes(call.operation))
          .map((call) => state.groups.find((group) => group.id === (call.input["Groups"] as string[])[0])!.kind);
        assert.deepEqual(kinds, [...kinds].sort().reverse());
      }),
    ));

  it("M5 case 23: a crash after any number of calls is continued, and an interface left open is closed first", () =>
    fc.assert(
      fc.asyncProperty(instances, settings, fc.nat({ max: 25 }), async (start, given, crash) => {
        const { state: half } = await run(start, (seen) => plan(seen, given), crash);
        const exposed = changeable(half).filter((port) =>
          half.groups.some((group) => group.id === port.groups[0] && group.kind === "open" && port.groups.length === 1),
        );
        const { state, calls, result } = await run(half, (seen) => plan(seen, given));
        assert.deepEqual(result!.problems, []);
        assert.ok(changeable(state).every((port) => isClosed(state, port)));
        if (exposed.length > 0) assert.ok(network.includes(calls[0]!.operation));
      }),
    ));

  it("M7 case 27: release of a contained state gives back the state before, also after crashes in both directions", () =>
    fc.assert(
      fc.asyncProperty(
        instances,
        settings,
        fc.nat({ max: 25 }),
        fc.nat({ max: 12 }),
        async (start, given, crash, second) => {
          fc.pre(!isFull(start));
          const saved = stateBefore(start);
          const { state: half } = await run(start, (seen) => plan(seen, given), crash);
          const { state: contained } = await run(half, (seen) => plan(seen, given));
          const undo = (seen: InstanceState) => releasePlan(seen, saved).calls;
          const { state: halfReleased } = await run(contained, undo, second);
          const { state: released, result } = await run(halfReleased, undo);
          assert.deepEqual(result!.problems, []);
          assert.deepEqual(stateBefore(released), saved);
        },
      ),
    ));

  it("a released instance that was touched by nobody has no drift but for Auto Scaling's size", () =>
    fc.assert(
      fc.asyncProperty(instances, settings, async (start, given) => {
        fc.pre(!isFull(start));
        const saved = stateBefore(start);
        const { state } = await run(start, (seen) => plan(seen, given));
        const { drift } = releasePlan(state, saved);
        assert.deepEqual(
          drift.filter((text) => !text.startsWith("Auto Scaling group")),
          [],
        );
      }),
    ));
});
