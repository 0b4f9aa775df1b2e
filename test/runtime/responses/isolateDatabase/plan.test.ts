import assert from "node:assert/strict";
import { isolateDatabase } from "../../../../runtime/responses/isolateDatabase";
import type { DatabaseSettings, DatabaseState } from "../../../../runtime/responses/isolateDatabase/state";
import { closed, isolated, isolatedCluster, open, openCluster, settings } from "./states";

const { plan } = isolateDatabase;
const operations = (state: DatabaseState, given: Partial<DatabaseSettings> = {}) =>
  plan(state, { ...settings, ...given }).map((call) => call.operation);
const only = [{ about: "public" }];

describe("isolate-database: the plan", () => {
  const table: [what: string, state: DatabaseState, operations: string[], settings?: Partial<DatabaseSettings>][] = [
    ["N51: an open database", open(), ["ModifyDBInstance", "CreateDBSnapshot"]],
    ["N51: without evidence", open(), ["ModifyDBInstance"], { snapshots: false }],
    [
      "N51: a VPC without our group",
      open({ isolation: { groups: [], takenNames: [] } }),
      ["CreateSecurityGroup", "RevokeSecurityGroupEgress", "ModifyDBInstance", "CreateDBSnapshot"],
    ],
    ["N51: an isolated database", isolated(), []],
    [
      "N51: only the public address is left",
      isolated({ members: [{ ...isolated().members[0]!, publiclyAccessible: true }] }),
      ["ModifyDBInstance"],
    ],
    ["N52: a cluster", openCluster(), ["ModifyDBCluster", "ModifyDBInstance", "CreateDBClusterSnapshot"]],
    ["N52: an isolated cluster", isolatedCluster(), []],
    [
      "N52: one member is not closed yet",
      isolatedCluster({ members: [...isolatedCluster().members, openCluster().members[1]!] }),
      ["DescribeDBClusters"],
    ],
    [
      "N52: public access of a Multi-AZ DB cluster cannot be changed",
      isolatedCluster({ engine: "mysql", members: [{ ...isolatedCluster().members[0]!, publiclyAccessible: true }] }),
      [],
    ],
    ["N53: a rule reports a public database", open({ wanted: only }), ["ModifyDBInstance"]],
    [
      "N53: config isolates for it",
      open({ wanted: only }),
      ["ModifyDBInstance", "CreateDBSnapshot"],
      { publicDatabase: "isolate" },
    ],
    [
      "N53: a login comes on top",
      open({ wanted: [...only, { about: "use" }] }),
      ["ModifyDBInstance", "CreateDBSnapshot"],
    ],
    ["N56: it is being modified", isolated({ snapshots: [], status: "modifying" }), ["DescribeDBInstances"]],
    [
      "N57: a managed secret",
      isolated({ managedSecret: "arn:m" }),
      ["ModifyDBInstance"],
      { rotateManagedSecret: true },
    ],
    ["N57: no managed secret", isolated(), [], { rotateManagedSecret: true }],
    [
      "N57: the secret was rotated",
      isolated({ managedSecret: "arn:m", done: [{ kind: "rotation", id: "arn:m" }] }),
      [],
      { rotateManagedSecret: true },
    ],
    ["N57: not asked for", isolated({ managedSecret: "arn:m" }), []],
    ["N58: a reboot of every member", isolatedCluster(), ["RebootDBInstance", "RebootDBInstance"], { reboot: true }],
    [
      "N58: not before the cut",
      openCluster(),
      ["ModifyDBCluster", "ModifyDBInstance"],
      { reboot: true, snapshots: false },
    ],
    ["N58: it was rebooted", isolated({ done: [{ kind: "reboot", id: "orders" }] }), [], { reboot: true }],
  ];
  for (const [what, state, expected, given] of table) {
    it(`${what}: ${expected.join(", ") || "nothing to do"}`, () =>
      assert.deepEqual(operations(state, given), expected));
  }

  it("N51: one call replaces all groups, removes the public address and protects from deletion, and applies nothing of others", () => {
    const groups = [
      { id: "sg-0a", status: "active" },
      { id: "sg-0b", status: "active" },
    ];
    assert.deepEqual(plan(open({ groups }), settings)[0]!.input, {
      DBInstanceIdentifier: "orders",
      VpcSecurityGroupIds: [closed.id],
      PubliclyAccessible: false,
      DeletionProtection: true,
    });
    const rule = { egress: true, protocol: "-1", source: "0.0.0.0/0" };
    const [repair, waiting] = plan(
      open({ isolation: { groups: [{ ...closed, rules: [rule] }], takenNames: [] } }),
      settings,
    );
    assert.equal(repair!.operation, "RevokeSecurityGroupEgress");
    assert.match(waiting!.waitsFor!, /read back/);
  });

  for (const status of ["adding", "removing", "unknown"]) {
    it(`N51: a group that is ${status} is not in effect: the loop looks again, and does not call it contained`, () => {
      const groups =
        status === "removing"
          ? [
              { id: closed.id, status: "active" },
              { id: "sg-0a", status },
            ]
          : [{ id: closed.id, status }];
      const [look] = plan(isolated({ groups }), settings);
      assert.deepEqual([look!.operation, look!.secondary, look!.again], ["DescribeDBInstances", undefined, true]);
    });
  }

  it("N51: a database whose VPC is unknown is left to a person", () => {
    const { vpcId: _, ...rest } = open();
    assert.match(plan(rest, settings)[0]!.waitsFor!, /^a person/);
  });

  it("N56: the snapshot is named and tagged for the containment", () => {
    const [snapshot] = plan(isolated({ snapshots: [] }), settings);
    assert.deepEqual(snapshot!.input, {
      DBInstanceIdentifier: "orders",
      DBSnapshotIdentifier: "firebreak-0123456789abcdef-0",
      Tags: [{ Key: "firebreak:containment", Value: "0123456789abcdef-0" }],
    });
    assert.equal(snapshot!.secondary, true);
  });

  it("N57: a rotation waits for a person while changes of others are pending, because it would apply them", () => {
    const state = isolated({ managedSecret: "arn:m", changesPending: true });
    const [call] = plan(state, { ...settings, rotateManagedSecret: true });
    assert.match(call!.waitsFor!, /^a person/);
    assert.equal(call!.secondary, true);
  });
});
