import assert from "node:assert/strict";
import { readyCalls } from "../../../../runtime/reconcile";
import { plan } from "../../../../runtime/responses/isolateInstance/plan";
import { releasePlan, before as stateBefore } from "../../../../runtime/responses/isolateInstance/release";
import { beyondReach, remains } from "../../../../runtime/responses/isolateInstance/remains";
import type { InstanceState, IsolationGroup } from "../../../../runtime/responses/isolateInstance/state";

const settings = { conversionSeconds: 5, snapshots: true };

const open: IsolationGroup = {
  id: "sg-open",
  vpcId: "vpc-1",
  kind: "open",
  rules: [false, true].flatMap((egress) => ["0.0.0.0/0", "::/0"].map((source) => ({ egress, protocol: "-1", source }))),
};
const closed: IsolationGroup = { id: "sg-closed", vpcId: "vpc-1", kind: "closed", rules: [] };

const running: InstanceState = {
  id: "i-1",
  accountId: "444455556666",
  lifecycle: "running",
  tags: {},
  rootDevice: "ebs",
  spot: false,
  volumes: [{ device: "/dev/sda1", id: "vol-1", deleteOnTermination: true }],
  interfaces: [{ id: "eni-1", vpcId: "vpc-1", subnetId: "subnet-1", groups: ["sg-web"], addresses: [] }],
  terminationProtection: false,
  shutdownBehavior: "terminate",
  groups: [open, closed],
  takenNames: [],
  registrations: [],
  balancers: [],
  routes: [],
  snapshots: [],
  failedSnapshots: [],
  containment: "0123456789abcdef-0",
};

const operations = (state: InstanceState) => plan(state, settings).map((call) => call.operation);

describe("plan of isolate-instance", () => {
  it("protects the evidence, then opens, waits and closes", () => {
    const calls = plan(running, settings);
    assert.deepEqual(
      calls.map((call) => call.operation),
      [
        "ModifyInstanceAttribute",
        "ModifyInstanceAttribute",
        "ModifyInstanceAttribute",
        "CreateSnapshots",
        "ModifyNetworkInterfaceAttribute",
        "ModifyNetworkInterfaceAttribute",
      ],
    );
    assert.deepEqual(
      calls.slice(-2).map((call) => [call.input["Groups"], call.wait]),
      [
        [["sg-open"], undefined],
        [["sg-closed"], 5],
      ],
    );
  });

  it("asks Spot for no termination protection and instance stores for no shutdown behaviour: AWS refuses both", () => {
    const calls = plan({ ...running, spot: true, rootDevice: "instance-store", volumes: [] }, settings);
    assert.ok(calls.every((call) => call.operation === "ModifyNetworkInterfaceAttribute"));
  });

  it("takes snapshots once", () => {
    assert.ok(!operations({ ...running, snapshots: ["snap-1"] }).includes("CreateSnapshots"));
  });

  it("leaves Auto Scaling only from InService", () => {
    const member = { group: "shop", desired: 1, max: 2 };
    const count = (lifecycle: string) =>
      operations({ ...running, autoScaling: { ...member, lifecycle } }).filter((item) => item === "EnterStandby")
        .length;
    assert.deepEqual(["InService", "Standby", "Terminating"].map(count), [1, 0, 0]);
  });

  it("M3 M5: repairs a group that lost or gained rules before it is used", () => {
    const hole = { id: "sgr-1", egress: true, protocol: "tcp", source: "203.0.113.9/32" };
    const weak = { ...open, rules: open.rules.slice(1) };
    const calls = plan({ ...running, groups: [weak, { ...closed, rules: [hole] }] }, settings);
    const repairs = calls.filter((call) => /^(Revoke|Authorize)/.test(call.operation));
    assert.deepEqual(
      repairs.map((call) => call.operation),
      ["RevokeSecurityGroupEgress", "AuthorizeSecurityGroupIngress"],
    );
    const switches = calls.filter((call) => call.operation === "ModifyNetworkInterfaceAttribute");
    assert.ok(switches.every((call) => call.waitsFor === "both groups of vpc-1 read back"));
  });

  it("opens no interface before the groups of all are ready, and pauses once", () => {
    const second = { ...running.interfaces[0]!, id: "eni-2", vpcId: "vpc-2" };
    const state = { ...running, interfaces: [...running.interfaces, second] };
    const early = readyCalls(plan(state, settings));
    assert.ok(early.every((call) => call.operation !== "ModifyNetworkInterfaceAttribute"));
    const pair = [open, closed].map((group) => ({ ...group, id: `${group.id}-2`, vpcId: "vpc-2" }));
    const late = readyCalls(plan({ ...state, groups: [open, closed, ...pair] }, settings));
    assert.deepEqual(
      late.filter((call) => call.wait).map((call) => call.input["Groups"]),
      [["sg-closed"]],
    );
  });

  it("M3: does not take a group for ours because of its name", () => {
    const squatted = {
      ...running,
      groups: [open],
      takenNames: [{ vpcId: "vpc-1", name: "firebreak-isolation-closed" }],
    };
    const create = plan(squatted, settings).find((call) => call.operation === "CreateSecurityGroup")!;
    assert.equal(create.input["GroupName"], "firebreak-isolation-closed-0123456789abcdef-0");
  });

  it("closes an interface that a crash left open before anything else", () => {
    const left = { ...running, interfaces: [{ ...running.interfaces[0]!, groups: ["sg-open"] }] };
    const [first] = plan(left, settings);
    assert.deepEqual(first!.input, { NetworkInterfaceId: "eni-1", Groups: ["sg-closed"] });
    assert.equal(first!.wait, undefined);
  });

  it("leaves interfaces of AWS services alone and names them as the rest", () => {
    const managed = { ...running.interfaces[0]!, id: "eni-2", managedBy: "amazon-elb" };
    const state = { ...running, interfaces: [...running.interfaces, managed] };
    assert.ok(!JSON.stringify(plan(state, settings)).includes("eni-2"));
    assert.match(beyondReach(state).join(), /eni-2 is managed by amazon-elb/);
  });

  it("marks evidence as secondary: its lack is a rest, an open network is a failure", () => {
    const secondary = plan(running, settings)
      .filter((call) => call.secondary)
      .map((call) => call.operation);
    assert.deepEqual([...new Set(secondary)], ["ModifyInstanceAttribute", "CreateSnapshots"]);
  });
});

describe("remains of isolate-instance", () => {
  it("M1: names paths that keep their connections, each once", () => {
    const routes = ["nat-1", "nat-1", "igw-1", "eigw-1", "vpce-1"].map((via) => ({
      subnetId: "subnet-1",
      destination: "0.0.0.0/0",
      via,
    }));
    const texts = remains({ ...running, routes }, settings).filter((text) => text.startsWith("connections"));
    assert.deepEqual(
      texts.map((text) => /through (\S+)/.exec(text)![1]),
      ["nat-1", "eigw-1", "vpce-1"],
    );
  });

  const cases: [string, Partial<InstanceState>, RegExp][] = [
    [
      "credentials of the instance profile",
      { profile: "arn:aws:iam::1:instance-profile/web" },
      /credentials of instance-profile\/web/,
    ],
    [
      "a drain period",
      { registrations: [{ kind: "classic", name: "lb", target: "i-1", draining: true }] },
      /on lb may go on/,
    ],
    ["Spot", { spot: true }, /Spot instance/],
    ["instance stores", { rootDevice: "instance-store" }, /lost when the instance stops/],
    ["DNS and metadata, always", {}, /DNS .* metadata/],
  ];
  for (const [name, change, expected] of cases) {
    it(`names ${name}`, () => assert.match(remains({ ...running, ...change }, settings).join("\n"), expected));
  }

  it("case 28: names a snapshot that failed after it was accepted, and does not take it again by itself", () => {
    const failedSnapshots = [{ id: "snap-1", reason: "Given key ID is not accessible" }];
    const state = { ...running, snapshots: ["snap-1"], failedSnapshots };
    assert.match(beyondReach(state).join(), /snapshot snap-1 ended in error \(Given key ID is not accessible\)/);
    assert.ok(!operations(state).includes("CreateSnapshots"));
  });

  it("says that snapshots are switched off", () => {
    assert.match(remains(running, { ...settings, snapshots: false }).join(), /no snapshots/);
  });
});

describe("release of isolate-instance", () => {
  const saved = stateBefore(running);
  const contained: InstanceState = {
    ...running,
    terminationProtection: true,
    shutdownBehavior: "stop",
    volumes: running.volumes.map((volume) => ({ ...volume, deleteOnTermination: false })),
    interfaces: running.interfaces.map((port) => ({ ...port, groups: ["sg-closed"] })),
  };

  it("goes in the reverse order and asks for exactly what was changed", () => {
    const { calls, drift } = releasePlan(contained, saved);
    assert.deepEqual(drift, []);
    assert.deepEqual(
      calls.map((call) => call.input),
      [
        { NetworkInterfaceId: "eni-1", Groups: ["sg-web"] },
        { InstanceId: "i-1", BlockDeviceMappings: [{ DeviceName: "/dev/sda1", Ebs: { DeleteOnTermination: true } }] },
        { InstanceId: "i-1", InstanceInitiatedShutdownBehavior: { Value: "terminate" } },
        { InstanceId: "i-1", DisableApiTermination: { Value: false } },
      ],
    );
  });

  it("leaves groups that somebody else set, and says so", () => {
    const changed = { ...contained, interfaces: [{ ...contained.interfaces[0]!, groups: ["sg-forensics"] }] };
    const { calls, drift } = releasePlan(changed, saved);
    assert.ok(calls.every((call) => call.operation !== "ModifyNetworkInterfaceAttribute"));
    assert.match(drift.join(), /eni-1 has groups sg-forensics, set by somebody else/);
  });

  it("puts back the groups that still exist and names those that do not", () => {
    const two = stateBefore({ ...running, interfaces: [{ ...running.interfaces[0]!, groups: ["sg-web", "sg-lost"] }] });
    const { calls, drift } = releasePlan({ ...contained, restorable: ["sg-web"] }, two);
    assert.deepEqual(calls[0]!.input["Groups"], ["sg-web"]);
    assert.match(drift.join(), /group sg-lost was deleted/);
  });

  it("stays isolated if none of the earlier groups exists", () => {
    const { calls, drift } = releasePlan({ ...contained, restorable: [] }, saved);
    assert.ok(calls.every((call) => call.operation !== "ModifyNetworkInterfaceAttribute"));
    assert.match(drift.join(), /stays isolated/);
  });

  it("names a volume that was replaced and an Auto Scaling group without room", () => {
    const before = { ...saved, autoScaling: { group: "shop" } };
    const state: InstanceState = {
      ...contained,
      volumes: [{ device: "/dev/sda1", id: "vol-9", deleteOnTermination: false }],
      autoScaling: { group: "shop", lifecycle: "Standby", desired: 2, max: 2 },
    };
    const { drift } = releasePlan(state, before);
    assert.match(drift.join("\n"), /maximum of 2[\s\S]*volume vol-1 is not attached/);
  });
});
