import assert from "node:assert/strict";
import { isolateDatabase } from "../../../../runtime/responses/isolateDatabase";
import { isolated, isolatedCluster, open, openCluster, settings } from "./states";

const { priorState, releasePlan } = isolateDatabase;

describe("isolate-database: the release", () => {
  it("N59: gives back groups, public access and deletion protection in one call", () => {
    const { calls, drift } = releasePlan(isolated(), priorState(open()), settings);
    assert.deepEqual(
      calls.map(({ input }) => input),
      [
        {
          DBInstanceIdentifier: "orders",
          VpcSecurityGroupIds: ["sg-0a"],
          PubliclyAccessible: true,
          DeletionProtection: false,
        },
      ],
    );
    assert.deepEqual(drift, []);
  });

  it("N59: gives a cluster its groups and each member its public access; a member that is gone is drift", () => {
    const saved = { ...priorState(openCluster()), publiclyAccessible: ["ledger-writer", "ledger-old"] };
    const { calls, drift } = releasePlan(isolatedCluster(), saved, settings);
    assert.deepEqual(
      calls.map(({ input }) => input),
      [
        { DBClusterIdentifier: "ledger", VpcSecurityGroupIds: ["sg-0a"], DeletionProtection: false },
        { DBInstanceIdentifier: "ledger-writer", PubliclyAccessible: true },
      ],
    );
    assert.deepEqual(drift, ["ledger-old is no longer in the cluster"]);
  });

  it("N59: leaves what was protected and private, and groups that others set", () => {
    const saved = { ...priorState(open()), deletionProtection: true, publiclyAccessible: [] };
    const others = isolated({ groups: [{ id: "sg-0f", status: "active" }] });
    const { calls, drift } = releasePlan(others, saved, settings);
    assert.deepEqual(calls, []);
    assert.match(drift.join(), /others set the groups sg-0f: left as they are/);
  });

  it("N59: leaves a deletion protection that others switched on where only the public address was removed", () => {
    const state = open({ ...isolated(), groups: open().groups, wanted: [{ about: "public" }] });
    const members = [{ ...state.members[0]!, groups: open().groups }];
    const { calls } = releasePlan({ ...state, members }, priorState(open()), settings);
    assert.deepEqual(
      calls.map(({ input }) => input),
      [{ DBInstanceIdentifier: "orders", PubliclyAccessible: true }],
    );
  });

  it("N59: without a group to give back it stays isolated, and says so", () => {
    const unknown = releasePlan(isolated(), { ...priorState(open()), groups: [] }, settings);
    assert.match(unknown.stuck!.join(), /its earlier groups are unknown/);
    const deleted = releasePlan(isolated({ restorable: [] }), priorState(open()), settings);
    assert.match(deleted.stuck!.join(), /none of its earlier groups exists/);
    assert.match(deleted.drift.join(), /sg-0a was deleted/);
  });

  it("N59: waits until RDS has applied the groups", () => {
    const adding = open({ deletionProtection: false, groups: [{ id: "sg-0a", status: "adding" }] });
    const { calls } = releasePlan(adding, priorState(open()), settings);
    assert.deepEqual(
      calls.map(({ operation, again }) => [operation, again]),
      [["DescribeDBInstances", true]],
    );
  });

  it("N59: the prior state never has our own group; a later run keeps what the first one saw", () => {
    assert.deepEqual(priorState(isolated()).groups, []);
    assert.deepEqual(priorState(isolated({ earlier: ["sg-0a"] })).groups, ["sg-0a"]);
  });
});
