import assert from "node:assert/strict";
import fc from "fast-check";
import { reconcile } from "../../../../runtime/containment/reconcile";
import type { Call } from "../../../../runtime/model/call";
import { isolateInstance } from "../../../../runtime/responses/isolateInstance";
import { plan } from "../../../../runtime/responses/isolateInstance/plan";
import {
  changeable,
  type InstanceState,
  type IsolationSettings,
} from "../../../../runtime/responses/isolateInstance/state";
import { itKeepsTheContract } from "../contract";
import { clients, target, withoutIsolation, worldOf } from "./account";
import { apply } from "./model";
import { instances, settings } from "./states";

/** Runs the product's loop that contains against the model of the state. */
async function contain(
  start: InstanceState,
  given: IsolationSettings,
): Promise<{ state: InstanceState; calls: Call[] }> {
  let state = start;
  const calls: Call[] = [];
  await reconcile<InstanceState>({
    sleep: async () => {},
    state,
    read: async () => state,
    plan: (seen) => plan(seen, given),
    async call(call) {
      state = apply(state, call);
      calls.push(call);
    },
    checkTime: () => {},
  });
  return { state, calls };
}

const network = ["ModifyNetworkInterfaceAttribute"];

describe("Z6 M5 M7 case 23 case 27: what isolate-instance guarantees, for every instance", () => {
  itKeepsTheContract({
    response: isolateInstance,
    target,
    worlds: () => instances.map(worldOf),
    clients,
    settings: fc.record({
      conversionSeconds: fc.constantFrom(0, 5),
      openFirst: fc.constantFrom("always", "never", "unless-no-egress"),
      snapshots: fc.boolean(),
    }),
    wanted: fc.constantFrom([], [{ channel: "dns" }]),
    // An instance without an interface that can be closed, and one that is not in service yet.
    waits: /^(a person|InService)$/,
    keeps: {
      without: withoutIsolation,
      says: /^Auto Scaling group shop now has one instance more|^it stays on standby: Auto Scaling group full has/,
    },
  });
});

describe("isolate-instance, for every instance", () => {
  it("F5 M2: never gives an interface two groups, and leaves no rule in the end, IPv4 or IPv6", () =>
    fc.assert(
      fc.asyncProperty(instances, settings, async (start, given) => {
        const { state, calls } = await contain(start, given);
        for (const call of calls.filter((item) => network.includes(item.operation))) {
          assert.equal((call.input["Groups"] as string[]).length, 1);
        }
        for (const port of changeable(state)) {
          assert.equal(port.groups.length, 1);
          assert.deepEqual(state.groups.find((group) => group.id === port.groups[0])!.rules, []);
        }
      }),
    ));

  it("M1 X15 case 24 case 25: handles the network before evidence, Auto Scaling and load balancers, and opens all interfaces before it closes the first", () =>
    fc.assert(
      fc.asyncProperty(instances, settings, async (start, given) => {
        const { calls, state } = await contain(start, given);
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
});
