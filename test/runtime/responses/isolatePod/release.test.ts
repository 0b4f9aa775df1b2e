import assert from "node:assert/strict";
import type { Evidence } from "../../../../runtime/model/call";
import { isolatePod } from "../../../../runtime/responses/isolatePod";
import { workOn } from "../contractRun";
import { clients, settings, target, uid, world } from "./model";
import { isolated, mark, running } from "./states";

const { releasePlan, priorState, givesBack, leftBehind, evidence, evidenceIn } = isolatePod;
const saved = { uid, label: null, node: { name: "node-1", unschedulable: false } };
const cordoned = { name: "node-1", unschedulable: true, marked: true };

describe("isolate-pod: the release", () => {
  it("N75: takes away exactly what was made", () => {
    const { calls, drift } = releasePlan(isolated({ node: cordoned }), saved, settings);
    assert.deepEqual(
      calls.map(({ operation }) => operation),
      ["DeleteNetworkPolicy", "DeleteNetworkAclEntry", "DeleteNetworkAclEntry", "PatchPod", "PatchNode"],
    );
    assert.deepEqual(drift, []);
    assert.equal(calls[0]!.input["uid"], "policy-1");
    assert.deepEqual(calls.at(-1)!.input["patch"], {
      metadata: { labels: { "firebreak/containment": null } },
      spec: { unschedulable: null },
    });
    assert.deepEqual(releasePlan(running(), saved, settings), { calls: [], drift: [] });
  });

  it("N75: a label of before comes back, and a cordon of others stays", () => {
    const node = { name: "node-1", unschedulable: true, marked: false };
    const before = running({ pod: { ...running().pod!, labels: { "firebreak/containment": "earlier" } }, node });
    const { calls } = releasePlan(isolated({ node }), priorState(before), settings);
    const [label, ...more] = calls.filter(({ operation }) => operation.startsWith("Patch"));
    assert.deepEqual(
      [label!.input["patch"], more],
      [{ metadata: { uid, labels: { "firebreak/containment": "earlier" } } }, []],
    );
  });

  it("N75: what others changed stays and is named", () => {
    const pod = { ...running().pod!, labels: { "firebreak/containment": "theirs" } };
    const { calls, drift } = releasePlan(isolated({ pod, policy: { uid: "p", exact: false } }), saved, settings);
    assert.ok(calls.every(({ operation }) => operation === "DeleteNetworkAclEntry"));
    assert.match(drift.join(), /others changed NetworkPolicy firebreak-c-0.*others set label .* to theirs/);
  });

  it("N73: what a pod that is gone left is removed, and nothing of another containment", async () => {
    const given = world();
    const work = workOn({
      response: isolatePod,
      target,
      model: clients(given),
      settings: { ...settings, cordonNode: true },
      wanted: [],
      isOperation: () => true,
    });
    const { made, state } = await work.contain();
    const kept: Evidence[] = made.flatMap((call) => evidence(call, {}));
    assert.deepEqual(kept, evidenceIn(state));
    kept.push(...(state.wall ?? []).map((id: string) => ({ kind: "network-acl-entry", id })));
    const names = async () => (await leftBehind!(clients(given), kept)).map(({ operation }) => operation);
    const wall = ["DeleteNetworkAclEntry", "DeleteNetworkAclEntry"];
    assert.deepEqual(await names(), [...wall, "DeleteNetworkPolicy", "PatchNode"]);
    for (const call of await leftBehind!(clients(given), kept))
      assert.equal(givesBack!(call, kept), true, call.operation);
    given.cluster.nodes["node-1"]!.metadata.labels = { "firebreak/containment": "another" };
    assert.deepEqual(await names(), [...wall, "DeleteNetworkPolicy"]);
    given.cluster.nodes = {};
    assert.deepEqual(await names(), [...wall, "DeleteNetworkPolicy"]);
    given.cluster.refuses = "NoClusterAccess";
    assert.deepEqual(await names(), wall);
    given.cluster.refuses = "ClusterUnavailable";
    await assert.rejects(leftBehind!(clients(given), kept), /ClusterUnavailable|Unauthorized/);
    const withoutCordon = kept.filter(({ kind }) => kind !== "cordoned-node");
    assert.equal((await leftBehind!(clients(given), withoutCordon)).length, wall.length);
  });

  it("N75: the function that contains cannot have anything else removed", () => {
    const kept = [{ kind: "network-policy", id: `shop/checkout/firebreak-${mark}` }];
    const policy = (input: object) => ({
      service: "kubernetes",
      operation: "DeleteNetworkPolicy",
      input: { ...input },
    });
    const own = { cluster: "shop", namespace: "checkout", name: `firebreak-${mark}` };
    assert.equal(givesBack!(policy(own), kept), true);
    for (const more of [{ name: "firebreak-c" }, { name: "web" }, { namespace: "checkout2" }, { cluster: "other" }])
      assert.equal(givesBack!(policy({ ...own, ...more }), kept), false);
    const input = { cluster: "shop", name: "node-1", patch: { spec: { unschedulable: null } } };
    const cordon = [{ kind: "cordoned-node", id: `shop/node-1/${mark}` }];
    assert.equal(givesBack!({ service: "kubernetes", operation: "PatchNode", input }, cordon), false);
    assert.equal(givesBack!({ service: "kubernetes", operation: "PatchPod", input }, cordon), false);
  });
});
