import assert from "node:assert/strict";
import { reasonOf } from "../../../../runtime/model/refusal";
import { isolatePod } from "../../../../runtime/responses/isolatePod";
import type { PodSettings, PodState } from "../../../../runtime/responses/isolatePod/state";
import { settings, target, uid } from "./model";
import { isolated, mark, podWith, running } from "./states";

const { plan, beyondReach, residualRisk, notNeeded, isPartly, asksApproval } = isolatePod;
const operations = (state: PodState, more: Partial<PodSettings> = {}) =>
  plan(state, { ...settings, ...more }).map(({ operation }) => operation);
const wall = ["CreateNetworkAclEntry", "CreateNetworkAclEntry"];

describe("isolate-pod: the plan", () => {
  const table: [what: string, state: PodState, settings: Partial<PodSettings>, operations: string[]][] = [
    ["N70: nothing is done yet", running(), {}, ["PatchPod", "CreateNetworkPolicy", ...wall]],
    ["N70: everything is done", isolated(), {}, []],
    ["N70: others removed the label", isolated({ pod: running().pod! }), {}, ["PatchPod"]],
    ["N70: others changed the policy", isolated({ policy: { uid: "p", exact: false } }), {}, ["ReplaceNetworkPolicy"]],
    [
      "N70: network ACLs are left alone by config",
      running(),
      { networkAcls: false },
      ["PatchPod", "CreateNetworkPolicy"],
    ],
    [
      "N72: it has the addresses of its node",
      podWith({ hostNetwork: true, addresses: [] }, { interfaces: [] }),
      {},
      [],
    ],
    ["N71: the cluster's API cannot be used", { ...running({ noAccess: "no" }), pod: undefined } as any, {}, []],
    ["N76: the node is cordoned by config", isolated(), { cordonNode: true }, ["PatchNode"]],
    [
      "N76: a node that others cordoned is left alone",
      isolated({ node: { name: "node-1", unschedulable: true, marked: false } }),
      { cordonNode: true },
      [],
    ],
    ["N76: the node could not be read", isolated({ node: undefined } as any), { cordonNode: true }, []],
    [
      "N73: it has another address now",
      isolated({ interfaces: [{ id: "10.0.9.7", vpcId: "vpc-1", subnetId: "subnet-nat", addresses: ["10.0.9.7"] }] }),
      {},
      [...wall, "DeleteNetworkAclEntry", "DeleteNetworkAclEntry"],
    ],
  ];
  for (const [what, state, more, expected] of table)
    it(`${what}: ${expected.join(", ") || "nothing to do"}`, () => assert.deepEqual(operations(state, more), expected));

  it("N70: the policy selects by the label of this containment and allows nothing, and the label is for this very pod", () => {
    const [label, policy] = plan(running(), settings);
    assert.deepEqual(label!.input["patch"], { metadata: { uid, labels: { "firebreak/containment": mark } } });
    assert.deepEqual(policy!.input["policy"], {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: `firebreak-${mark}`, labels: { "firebreak/containment": mark } },
      spec: { podSelector: { matchLabels: { "firebreak/containment": mark } }, policyTypes: ["Ingress", "Egress"] },
    });
  });

  it("N70: it is contained in part only once the label and the policy, or the wall, are in place", () => {
    const without = { interfaces: [], acls: [] };
    assert.equal(isPartly!(isolated()), true);
    assert.equal(isPartly!(isolated(without)), true);
    assert.equal(isPartly!(running()), false);
    assert.equal(isPartly!(isolated({ ...without, pod: running().pod! })), false);
    assert.equal(isPartly!(isolated({ ...without, policy: { uid: "p", exact: false } })), false);
  });

  const gaps: [what: string, state: PodState, text: RegExp | undefined][] = [
    ["N70: nothing, if everything is done", isolated(), undefined],
    ["N77: another policy that allows", isolated({ allowing: ["web"] }), /NetworkPolicy web .* only add up/],
    ["N77: an address outside the VPC", isolated({ outside: ["100.64.0.7"] }), /100\.64\.0\.7 is in no subnet/],
    ["N77: a pod without an address", podWith({ addresses: [] }, { interfaces: [] }), /no address yet/],
    ["N77: a wall with a gap", isolated({ acls: running().acls }), /acl-2 does not keep 10\.0\.1\.5 out/],
    ["N77: Fargate", isolated({ pod: { ...isolated().pod!, fargate: true } }), /runs on Fargate/],
    [
      "N77: what was not read",
      isolated({ refused: [{ part: "node", why: "denied" }] }),
      /its node could not be read: denied/,
    ],
    [
      "N72: a pod with the addresses of its node",
      podWith({ hostNetwork: true }),
      /cutting it would cut every pod there/,
    ],
    [
      "N71: no access",
      { ...running(), noAccess: "Unauthorized" },
      /cluster shop alone.*\(Unauthorized\).*access entries/,
    ],
  ];
  for (const [what, state, text] of gaps)
    it(`${what} is beyond its reach`, () => {
      const found = beyondReach(state, settings);
      if (text) assert.match(found.join("; "), text);
      else assert.deepEqual(found, []);
      for (const one of found) assert.ok(residualRisk(state, settings).includes(one));
    });

  it("N77: a cluster of which nobody has confirmed that it enforces policies leaves the outcome partial", () => {
    for (const given of [undefined, { ...settings, enforcingClusters: ["another"] }])
      assert.match(beyondReach(isolated(), given).join(), /nobody has confirmed that cluster shop enforces/);
  });

  it("N71 N72: what cannot be cut is left to a person, and an isolated pod is not", () => {
    assert.match(reasonOf(notNeeded!({ ...running(), noAccess: "Unauthorized" })!), /nothing was cut/);
    assert.match(reasonOf(notNeeded!(podWith({ hostNetwork: true }))!), /nothing was cut/);
    assert.equal(notNeeded!(isolated()), undefined);
  });

  it("N78: pods of kube-system wait for approval in any mode", () => {
    assert.match(asksApproval!({ ...target, id: "shop/kube-system/coredns-1" }, {} as any)!, /run the cluster itself/);
    assert.equal(asksApproval!(target, {} as any), undefined);
  });
});
