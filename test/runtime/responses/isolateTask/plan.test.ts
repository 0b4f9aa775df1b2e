import assert from "node:assert/strict";
import { plan } from "../../../../runtime/responses/isolateTask/plan";
import type { TaskState } from "../../../../runtime/responses/isolateTask/state";
import { taskId } from "./model";
import { acl, onHost, running, walled } from "./states";

const settings = { networkAcls: true, stopTask: false };
const operations = (state: TaskState, given = settings) => plan(state, given).map(({ operation }) => operation);
const registration = {
  kind: "target-group" as const,
  name: "arn:tg/web",
  target: "10.0.1.5",
  port: 8080,
  draining: false,
};
const until = (hours: number) => ({
  enabled: true,
  expires: new Date(Date.parse(running().now) + hours * 3_600_000).toISOString(),
});

describe("isolate-task", () => {
  const wall = ["CreateNetworkAclEntry", "CreateNetworkAclEntry"];
  const table: [what: string, state: TaskState, operations: string[]][] = [
    ["a task of a service", running(), [...wall, "UpdateTaskProtection"]],
    ["before the rest is read", running({ unread: ["surroundings"] }), wall],
    ["a task of no service", running({ protection: undefined as any }), wall],
    [
      "a walled task that is registered",
      walled({ registrations: [registration] }),
      ["UpdateTaskProtection", "DeregisterTargets"],
    ],
    ["a walled and protected task", walled({ protection: until(40) }), []],
    [
      "a registration that is draining",
      walled({ protection: until(40), registrations: [{ ...registration, draining: true }] }),
      [],
    ],
    ["a VPC of another account", running({ acls: [acl({ ownerId: "999988887777" })], protection: until(40) }), []],
    ["a VPC with one subnet", running({ acls: [acl({ subnets: ["subnet-1"] })], protection: until(40) }), []],
    ["a task that shares its host's addresses", onHost(), ["UpdateTaskProtection"]],
    ["a task that has stopped", running({ running: false, interfaces: [] }), []],
  ];
  for (const [what, state, wanted] of table) {
    it(`N21 N22: ${what}: ${wanted.join(", ") || "nothing to do"}`, () => assert.deepEqual(operations(state), wanted));
  }

  it("N21: denies both families in the ACLs of all other subnets, for the task's addresses alone", () => {
    const addresses = ["10.0.1.5", "2001:db8::5"];
    const interfaces = [{ ...running().interfaces[0]!, addresses }];
    const acls = [
      acl({ id: "acl-1", subnets: ["subnet-1", "subnet-db"] }),
      acl(),
      acl({ id: "acl-3", subnets: ["subnet-1"] }),
    ];
    const calls = plan(running({ interfaces, acls, protection: until(40) }), settings);
    assert.deepEqual(
      calls.map(({ input }) => [input["NetworkAclId"], input["Egress"], input["CidrBlock"] ?? input["Ipv6CidrBlock"]]),
      ["acl-1", "acl-2"].flatMap((id) =>
        ["10.0.1.5/32", "2001:db8::5/128"].flatMap((cidr) => [
          [id, false, cidr],
          [id, true, cidr],
        ]),
      ),
    );
    // The wall is the cut: without it, nothing is contained.
    assert.ok(calls.every(({ secondary, input }) => !secondary && input["RuleAction"] === "deny"));
  });

  it("N21: networkAcls switches the wall off", () => {
    assert.deepEqual(operations(running(), { ...settings, networkAcls: false }), ["UpdateTaskProtection"]);
  });

  it("N24 N26: what stands around an address that the task no longer has goes, with the rights of a release", () => {
    const moved = [{ ...running().interfaces[0]!, addresses: ["10.0.1.99"] }];
    const states = [walled({ running: false, interfaces: [] }), walled({ interfaces: moved, protection: until(40) })];
    for (const state of states) {
      const removed = plan(state, settings).filter(({ operation }) => operation === "DeleteNetworkAclEntry");
      assert.deepEqual(
        removed.map(({ releases, input }) => [releases, input["RuleNumber"]]),
        [
          [true, 1],
          [true, 1],
        ],
      );
    }
  });

  it("N24: stops the task only if config says so, after the wall", () => {
    assert.deepEqual(operations(running(), { ...settings, stopTask: true }), [...wall, "StopTask"]);
    const { input } = plan(onHost(), { ...settings, stopTask: true })[0]!;
    assert.deepEqual(input, { cluster: "shop", task: taskId, reason: "Firebreak: contained after a finding" });
    assert.deepEqual(operations(running({ running: false, interfaces: [] }), { ...settings, stopTask: true }), []);
  });

  it("N29: renews the protection that ECS would end within a day, which nobody has undone", () => {
    const [renewal] = plan(walled({ protection: until(23) }), settings);
    assert.deepEqual(
      [renewal!.operation, renewal!.renews, renewal!.input["expiresInMinutes"]],
      ["UpdateTaskProtection", true, 2880],
    );
    assert.deepEqual(plan(walled({ protection: until(25) }), settings), []);
    assert.equal(plan(walled({ protection: { enabled: false } }), settings)[0]!.renews, undefined);
  });

  it("N23: a task whose interface is not shown yet is not contained", () => {
    const [call] = plan(running({ interfaces: [], unread: ["surroundings"] }), settings);
    assert.deepEqual([call!.operation, call!.again, call!.secondary], ["DescribeTasks", true, undefined]);
  });
});
