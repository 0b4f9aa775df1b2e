import assert from "node:assert/strict";
import { reasonOf } from "../../../../runtime/model/refusal";
import { confineCluster } from "../../../../runtime/responses/confineCluster";
import { confineClusterSettings } from "../../../../runtime/responses/confineCluster/settings";
import type { ClusterState } from "../../../../runtime/responses/confineCluster/state";
import { clients, open, target, type World, world } from "./model";

const { plan, releasePlan, residualRisk, notNeeded, read, priorState } = confineCluster;
const everyone = { publicAccessCidrs: [] };
const admins = { publicAccessCidrs: ["203.0.113.0/24"] };
const context = { stale: [], evidence: [], continued: false, containment: "c-0", wanted: [] };

/** A cluster that is open to the internet, with the given differences. */
const state = (more: Partial<ClusterState> = {}): ClusterState => ({
  name: "shop",
  createdAt: "2026-09-01T00:00:00.000Z",
  tags: {},
  publicAccess: true,
  privateAccess: false,
  cidrs: ["0.0.0.0/0"],
  status: "ACTIVE",
  asked: false,
  changed: false,
  set: [],
  hybridNodes: false,
  users: [],
  ...more,
});
const closed = { publicAccess: false, privateAccess: true, changed: true };
const update = (status: "InProgress" | "Failed" | "Successful") => ({ id: "update-0", status, problem: "" });
const operations = (given: ClusterState, settings = everyone) =>
  plan(given, settings).map(({ operation, waitsFor }) => (waitsFor ? `${operation} after ${waitsFor}` : operation));

describe("confine-cluster: the plan", () => {
  const later = "UpdateClusterConfig after the end of the update that EKS applies now";
  const table: [what: string, state: ClusterState, operations: string[]][] = [
    ["N9c: its API is open to the internet", state(), ["UpdateClusterConfig"]],
    ["N9c: it is closed", state(closed), []],
    [
      "N9d: it is closed and the update is not over",
      state({ ...closed, update: update("InProgress") }),
      ["DescribeCluster"],
    ],
    ["N9d: it is closed and another update runs", state({ ...closed, status: "UPDATING" }), ["DescribeCluster"]],
    [
      "N9d: it was closed before, and another update runs",
      state({ ...closed, changed: false, status: "UPDATING" }),
      [],
    ],
    ["N9d: EKS has not applied the update", state({ asked: true, update: update("InProgress") }), ["DescribeCluster"]],
    ["N9d: EKS shows an older state", state({ asked: true, update: update("Successful") }), ["DescribeCluster"]],
    ["N9d: EKS does not show the update yet", state({ asked: true }), ["DescribeCluster"]],
    ["N9d: another update runs", state({ status: "UPDATING" }), ["DescribeCluster", later]],
    ["N9d: it is being created", state({ status: "CREATING" }), ["DescribeCluster", later]],
    [
      "N9d: the update failed",
      state({ asked: true, update: update("Failed") }),
      ["UpdateClusterConfig after a person"],
    ],
    ["N9d: an update of an earlier run failed", state({ update: update("Failed") }), ["UpdateClusterConfig"]],
  ];
  for (const [what, given, wanted] of table)
    it(`${what}: ${wanted.join(", ") || "nothing to do"}`, () => assert.deepEqual(operations(given), wanted));

  it("N9c: the endpoint is closed, and nodes reach the API inside the VPC", () => {
    assert.deepEqual(plan(state(), everyone)[0]!.input, {
      name: "shop",
      resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true },
    });
  });

  it("N9c: by config, the ranges of administrators still reach it, and never more than before", () => {
    const wanted = (cidrs: string[], publicAccessCidrs: string[]) => {
      const [call] = plan(state({ cidrs }), { publicAccessCidrs });
      const { endpointPublicAccess, publicAccessCidrs: ranges } = (call?.input["resourcesVpcConfig"] ?? {}) as any;
      return call && (endpointPublicAccess ? ranges : "closed");
    };
    const ranges = ["203.0.113.0/24", "2001:db8::/32"];
    assert.deepEqual(wanted(["0.0.0.0/0"], ranges), ["203.0.113.0/24"]);
    assert.deepEqual(wanted(["0.0.0.0/0", "::/0"], ranges), ranges);
    assert.deepEqual(wanted(["203.0.113.7/32", "198.51.100.0/24"], ranges), ["203.0.113.7/32"]);
    assert.equal(wanted(["198.51.100.0/24"], ranges), "closed");
    assert.equal(wanted(["203.0.113.7/32"], ranges), undefined);
    assert.equal(wanted([], ranges), "closed");
    assert.deepEqual(plan(state(closed), admins), [], "what is closed is not opened");
  });

  it("N9c: every address, and more ranges than EKS takes, are no ranges of administrators", () => {
    const parsed = (ranges: string[]) => confineClusterSettings.publicAccessCidrs.safeParse(ranges).success;
    assert.ok(parsed(["203.0.113.0/24", "2001:db8::/32"]));
    for (const wrong of [["0.0.0.0/0"], ["::/0"], ["203.0.113.7"], Array(41).fill("203.0.113.0/24")])
      assert.ok(!parsed(wrong), String(wrong[0]));
  });

  it("N9f: a cluster that is not open to the internet is left to a person, who is told where the calls came from", () => {
    assert.match(reasonOf(notNeeded!(state(closed))!), /nothing to close; the calls came from there/);
    const limited = notNeeded!(state({ cidrs: ["203.0.113.7/32"] }))!;
    assert.match(reasonOf(limited), /admits only 203\.0\.113\.7\/32, which the settings allow/);
  });

  it("N9f: people get what stays open, and who the finding names", () => {
    const risk = residualRisk(
      state({ ...closed, users: ["arn:aws:sts::111122223333:assumed-role/ops/jane"] }),
      everyone,
    );
    assert.match(risk.join(), /inside the VPC.*kubectl exec.*ops\/jane keeps its rights.*system:anonymous/);
    assert.match(risk.join(), /administrators and pipelines outside of the VPC do not reach the cluster either/);
    assert.doesNotMatch(residualRisk(state(), admins).join(), /administrators|hybrid/);
    assert.match(residualRisk(state({ hybridNodes: true }), everyone).join(), /hybrid nodes/);
  });
});

describe("confine-cluster: reading", () => {
  const readIn = (given: World, more: object = {}) => read(clients(given), target, { ...context, ...more });

  it("N9d: an update that failed says why, and one that EKS no longer knows says nothing", async () => {
    const given = world({ updates: [{ id: "update-0", status: "Failed", until: 0, wanted: {} }] });
    const made = (id: string) => ({ evidence: [{ kind: "cluster-update", id: `${id} closed` }] });
    const seen = (await readIn(given, made("update-0")))!;
    assert.deepEqual(seen.update, { id: "update-0", status: "Failed", problem: "IpNotAvailable: no address" });
    assert.deepEqual(seen.set, ["closed"]);
    assert.equal((await readIn(given, made("older")))!.update, undefined);
  });

  it("N9e: a cluster that is gone, is being deleted, or has the name of an earlier one, is gone; a failed read proves nothing", async () => {
    assert.equal(await read(clients(world()), { ...target, id: "another" }, context), undefined);
    assert.equal(await readIn(world({ status: "DELETING" })), undefined);
    const saved = priorState((await readIn(world()))!);
    assert.ok(await readIn(world(), { saved }));
    for (const known of [{ saved }, { priorState: saved }])
      assert.equal(await readIn(world({ createdAt: 1_790_000_000_001 }), known), undefined);
    const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
    const failing = { eks: { describeCluster: () => Promise.reject(denied) } } as any;
    await assert.rejects(read(failing, target, context), /no/);
  });

  it("N9f: hybrid nodes and the users of all findings are known", async () => {
    const wanted = [{ user: "jane" }, { user: "" }, { user: "jane" }];
    const { users, hybridNodes } = (await readIn(world({ hybrid: true }), { wanted }))!;
    assert.deepEqual([users, hybridNodes], [["jane"], true]);
  });
});

describe("confine-cluster: the release", () => {
  const saved = { createdAt: "", publicAccess: true, privateAccess: false, cidrs: ["0.0.0.0/0"] };

  it("N9e: restores exactly what was there", () => {
    const { calls, drift } = releasePlan(state(closed), saved, everyone);
    assert.deepEqual(drift, []);
    assert.deepEqual(calls[0]!.input, { name: "shop", resourcesVpcConfig: open });
    const before = { ...saved, privateAccess: true, cidrs: ["198.51.100.0/24", "203.0.113.0/24"] };
    const limited = state({ privateAccess: true, cidrs: ["203.0.113.0/24"] });
    assert.equal(releasePlan(limited, before, admins).calls.length, 1);
    assert.deepEqual(releasePlan(state(), saved, everyone), { calls: [], drift: [] });
  });

  it("N9e: what others set since stays and is named", () => {
    const theirs = state({ privateAccess: true, cidrs: ["192.0.2.0/24"] });
    const { calls, drift } = releasePlan(theirs, saved, everyone);
    assert.deepEqual(calls, []);
    assert.deepEqual(drift, [
      "others set the endpoint to 192.0.2.0/24: left as it is (prior state: 0.0.0.0/0+no-private-access)",
    ]);
    assert.equal(releasePlan(state(closed), saved, admins).drift.length, 1);
  });

  it("N9e: what an earlier setting asked for is given back too", () => {
    assert.equal(releasePlan(state({ ...closed, set: ["closed"] }), saved, admins).calls.length, 1);
  });

  it("N9d: an update that runs has to end first", () => {
    const [look, ...rest] = releasePlan(state({ ...closed, status: "UPDATING" }), saved, everyone).calls;
    assert.deepEqual([look!.operation, look!.again, rest], ["DescribeCluster", true, []]);
  });
});
