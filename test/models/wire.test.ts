import assert from "node:assert/strict";
import { ec2Model } from "./ec2";
import { type Ec2State, emptyEc2 } from "./ec2/state";
import { type Caller, type Fault, makeWire } from "./wire";

const group = { GroupName: "web", Description: "web", VpcId: "vpc-1" };

function wired() {
  const holder: { state: Ec2State } = { state: { ...emptyEc2("444455556666"), vpcs: { "vpc-1": { ranges: [] } } } };
  let caller: Caller = { id: "run-1", killed: false, onKill() {} };
  const wire = makeWire(() => caller);
  const ec2 = wire.client<any>(ec2Model(holder));
  const groups = async () => (await ec2.describeSecurityGroups({})).SecurityGroups.length;
  const as = (id: string) => {
    caller = { id, killed: false, onKill() {} };
  };
  const fail = (kind: Fault["kind"], span: Fault["span"]) => wire.begin({ at: 0, kind, span });
  return { holder, wire, ec2, groups, as, fail, caller: () => caller };
}

describe("the wire to the models", () => {
  it("refuses and reports an operation and a parameter that the model does not know", async () => {
    const { ec2, wire } = wired();
    await assert.rejects(ec2.terminateInstances({}), /does not know EC2 TerminateInstances/);
    await assert.rejects(ec2.describeInstances({ InstanceIds: [], DryRun: true }), /does not know DryRun/);
    await ec2.createSecurityGroup(group);
    await assert.rejects(ec2.describeSecurityGroups({ Filters: [{ Name: "nonsense", Values: ["x"] }] }), /is invalid/);
    assert.equal(wire.unknown.length, 2);
  });

  it("fails once, for a whole run, for two runs, and for ever", async () => {
    for (const [span, wanted] of [
      ["once", "-...."],
      ["delivery", "--..."],
      ["always", "-----"],
    ] as const) {
      const { ec2, as, fail } = wired();
      fail("denied", span);
      let seen = "";
      for (const run of ["run-1", "run-1", "run-2", "run-3", "run-4"]) {
        as(run);
        seen += await ec2.describeVpcs({}).then(
          () => ".",
          () => "-",
        );
      }
      assert.equal(seen, wanted, span);
    }
  });

  it("fails before or after the effect", async () => {
    for (const [kind, made] of [
      ["internal error", 0],
      ["exists already", 1],
    ] as const) {
      const { ec2, fail, holder, wire } = wired();
      const real = globalThis.setTimeout;
      globalThis.setTimeout = ((run: () => void) => real(run, 0)) as never;
      try {
        fail(kind, "once");
        await assert.rejects(ec2.createSecurityGroup(group));
      } finally {
        globalThis.setTimeout = real;
      }
      assert.equal(Object.keys(holder.state.groups).length, made, kind);
      assert.ok(wire.isStruck());
    }
  });

  it("kills the run: neither this call nor any later one of it comes to an end", async () => {
    const { ec2, fail, holder, caller, as } = wired();
    fail("killed after the call", "once");
    const ended: string[] = [];
    void ec2.createSecurityGroup(group).finally(() => ended.push("first"));
    void ec2.describeVpcs({}).finally(() => ended.push("under way"));
    await new Promise((resolve) => setImmediate(resolve));
    void ec2.createSecurityGroup({ ...group, GroupName: "other" }).finally(() => ended.push("later"));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(ended, []);
    assert.ok(caller().killed);
    assert.equal(Object.keys(holder.state.groups).length, 1);
    as("run-2");
    await ec2.createSecurityGroup({ ...group, GroupName: "third" });
  });

  it("answers with the state before the last change, for so many reads", async () => {
    const { ec2, wire, groups } = wired();
    wire.lag("EC2", 2);
    await ec2.createSecurityGroup(group);
    assert.deepEqual([await groups(), await groups(), await groups()], [0, 0, 1]);
    wire.settle();
    await ec2.createSecurityGroup({ ...group, GroupName: "other" });
    assert.equal(await groups(), 2);
  });
});
