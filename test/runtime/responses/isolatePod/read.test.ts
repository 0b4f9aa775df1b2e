import assert from "node:assert/strict";
import { selects } from "../../../../runtime/aws/cluster/objects";
import { wallKind } from "../../../../runtime/aws/wall/acls";
import { isolatePod } from "../../../../runtime/responses/isolatePod";
import { clients, settings, target, uid, type World, world } from "./model";

const context = { stale: [], evidence: [], continued: false, containment: "c-0", wanted: [] };
const read = (given: World, more: object = {}) => isolatePod.read(clients(given), target, { ...context, ...more });
const code = (wanted: string) => (error: any) => (error.code ?? error.name) === wanted;

describe("isolate-pod: reading", () => {
  it("N70: the pod, its policies and the subnets of its addresses are read", async () => {
    const given = world({ addresses: ["10.0.1.5", "2001:db8:0:1::5", "100.64.0.7"], labels: { app: "cart" } });
    const policy = (podSelector: object, spec: object) => ({
      metadata: { name: "", uid: "" },
      spec: { podSelector, ...spec },
    });
    const named = {
      all: [{}, { egress: [{}] }],
      own: [{ matchLabels: { app: "cart" } }, { ingress: [{}] }],
      deny: [{}, {}],
    };
    for (const [name, [selector, spec]] of Object.entries({
      ...named,
      other: [{ matchLabels: { app: "x" } }, { ingress: [{}] }],
    }))
      given.cluster.policies[`checkout/${name}`] = { ...policy(selector!, spec!), metadata: { name, uid: name } };
    given.cluster.policies["elsewhere/web"] = policy({}, { ingress: [{}] });
    const state = (await read(given))!;
    assert.deepEqual(state.allowing.sort(), ["all", "own"]);
    assert.deepEqual(
      state.interfaces.map(({ subnetId, addresses }) => [subnetId, addresses]),
      [
        ["subnet-1", ["10.0.1.5"]],
        ["subnet-1", ["2001:db8:0:1::5"]],
      ],
    );
    assert.deepEqual([state.outside, state.tags, state.pod!.uid], [["100.64.0.7"], { team: "shop" }, uid]);
  });

  it("N73: a pod or cluster that is gone, a pod that has ended, and another pod of the same name are gone", async () => {
    const gone = (change: (given: World) => void, more: object = {}) => {
      const given = world();
      change(given);
      return read(given, more);
    };
    const nothing = () => {};
    assert.equal(
      await gone(({ cluster }) => {
        cluster.pods = {};
      }),
      undefined,
    );
    assert.equal(
      await gone(({ cluster }) => {
        cluster.name = "another";
      }),
      undefined,
    );
    for (const phase of ["Succeeded", "Failed"])
      assert.equal(
        await gone(({ cluster }) => {
          cluster.pods["checkout/cart-1"]!.status!.phase = phase;
        }),
        undefined,
      );
    const other = "99999999-1111-4222-8333-444444444444";
    assert.equal(await gone(nothing, { wanted: [{ uid: other }] }), undefined);
    assert.equal(await gone(nothing, { saved: { uid: other }, wanted: [{ uid: other }] }), undefined);
    assert.equal(await gone(nothing, { priorState: { uid: other } }), undefined);
    assert.ok(await gone(nothing, { wanted: [{ uid: "" }] }));
    assert.ok(await gone(nothing, { saved: { uid }, wanted: [{ uid: other }] }));
  });

  it("N73: a finding about the next pod of a name waits until the end of the contained one was noted", async () => {
    const other = "99999999-1111-4222-8333-444444444444";
    const more = { saved: { uid: other }, wanted: [{ uid: other }, { uid }] };
    await assert.rejects(read(world(), more), code("Busy"));
  });

  for (const refuses of ["NoClusterAccess", "ClusterPrivate", "AccessDenied"] as const)
    it(`N71: ${refuses} says why nothing is known; once something was changed it is an error`, async () => {
      const given = world();
      given.cluster.refuses = refuses;
      const state = (await read(given))!;
      assert.match(state.noAccess!, /Unauthorized/);
      assert.deepEqual([state.pod, isolatePod.plan(state, settings)], [undefined, []]);
      await assert.rejects(read(given, { saved: { uid } }));
      await assert.rejects(read(given, { priorState: { uid } }));
    });

  it("N71: an API that gives no answer is tried again", async () => {
    const given = world();
    given.cluster.refuses = "ClusterUnavailable";
    await assert.rejects(read(given), /Unauthorized/);
  });

  it("N77: network ACLs and a node that are not shown are named, and a release fails", async () => {
    const given = world({ node: "node-1" });
    given.cluster.nodes = {};
    const model = clients(given);
    const denied = () => Promise.reject(Object.assign(new Error("no"), { name: "UnauthorizedOperation" }));
    const failing = {
      ...model,
      ec2: { ...model.ec2, describeNetworkAcls: denied },
      kubernetes: { ...model.kubernetes, getNode: denied },
    };
    const state = (await isolatePod.read(failing, target, context))!;
    assert.deepEqual(state.refused.map(({ part }) => part).sort(), ["networkAcls", "node"]);
    await assert.rejects(isolatePod.read(failing, target, { ...context, priorState: { uid } }));
  });

  it("N75: a release fails if EC2 shows no network ACL of the VPC, which always has one", async () => {
    const model = clients(world());
    const blind = { ...model, ec2: { ...model.ec2, describeNetworkAcls: async () => ({ NetworkAcls: [] }) } };
    const evidence = [{ kind: wallKind, id: "vpc-1 acl-2 inbound 1 10.0.1.5/32" }];
    const releasing = { ...context, evidence, priorState: { uid } };
    await assert.rejects(isolatePod.read(blind, target, releasing), code("NotVisible"));
  });

  it("N77: selectors select as Kubernetes' do", () => {
    const labels = { app: "cart", tier: "web" };
    const by = (operator: string, key: string, values?: string[]) =>
      selects({ matchExpressions: [{ key, operator, ...(values && { values }) }] }, labels);
    assert.deepEqual(
      [selects({}, labels), selects({ matchLabels: { app: "cart", tier: "db" } }, labels)],
      [true, false],
    );
    assert.deepEqual(
      [by("In", "app", ["cart"]), by("In", "app", ["x"]), by("In", "none", ["x"])],
      [true, false, false],
    );
    assert.deepEqual([by("NotIn", "app", ["cart"]), by("NotIn", "none", ["x"])], [false, true]);
    assert.deepEqual([by("Exists", "app"), by("Exists", "none")], [true, false]);
    assert.deepEqual([by("DoesNotExist", "app"), by("DoesNotExist", "none")], [false, true]);
  });
});
