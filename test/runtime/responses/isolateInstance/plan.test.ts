import assert from "node:assert/strict";
import { LifecycleState } from "@aws-sdk/client-auto-scaling";
import { readyCalls } from "../../../../runtime/containment/reconcile";
import { usesDns } from "../../../../runtime/findings/usesDns";
import { lifecycleDecisions } from "../../../../runtime/responses/isolateInstance/autoScaling";
import { plan } from "../../../../runtime/responses/isolateInstance/plan";
import { priorState, releasePlan } from "../../../../runtime/responses/isolateInstance/release";
import { beyondReach, residualRisk } from "../../../../runtime/responses/isolateInstance/residualRisk";
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

describe("the plan of isolate-instance", () => {
  it("X15: opens, waits and closes, then protects the evidence", () => {
    const calls = plan(running, settings);
    assert.deepEqual(
      calls.map((call) => call.operation),
      [
        "ModifyNetworkInterfaceAttribute",
        "ModifyNetworkInterfaceAttribute",
        "ModifyInstanceAttribute",
        "ModifyInstanceAttribute",
        "ModifyInstanceAttribute",
        "CreateSnapshots",
      ],
    );
    assert.deepEqual(
      calls.slice(0, 2).map((call) => [call.input["Groups"], call.wait]),
      [
        [["sg-open"], undefined],
        [["sg-closed"], 5],
      ],
    );
  });

  it("requests no termination protection for Spot and no shutdown behaviour for instance stores: AWS refuses both", () => {
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

  it("X4: handles every state of Auto Scaling, and names what may still terminate the instance", () => {
    assert.deepEqual(Object.keys(lifecycleDecisions).sort(), Object.values(LifecycleState).sort());
    for (const lifecycle of [...Object.values(LifecycleState), "AStateOfNextYear"]) {
      const state: InstanceState = { ...running, autoScaling: { group: "web", lifecycle, desired: 1, max: 2 } };
      const calls = plan(state, settings).filter((call) => call.operation === "EnterStandby");
      const named = [...beyondReach(state), ...residualRisk(state, settings)].filter((text) =>
        /group web(?! starts)/.test(text),
      );
      const decision = lifecycleDecisions[lifecycle] ?? "ends";
      const open = calls.length > 0 || named.length > 0;
      assert.equal(open, decision !== "kept" || lifecycle === "Standby", lifecycle);
      if (decision === "wait") assert.deepEqual([calls[0]!.again, calls[0]!.waitsFor], [true, "InService"], lifecycle);
    }
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

  it("Y9: opens an open group only while it is used: the rules come right before, with no reading in between", () => {
    const resting = { ...open, rules: open.rules.filter((rule) => rule.egress) };
    const ready = readyCalls(plan({ ...running, groups: [resting, closed] }, settings));
    assert.deepEqual(
      ready.slice(0, 3).map((call) => call.operation),
      ["AuthorizeSecurityGroupIngress", "ModifyNetworkInterfaceAttribute", "ModifyNetworkInterfaceAttribute"],
    );
  });

  it("Y1: closes an interface whose groups allow no egress without the open step, unless config wants it", () => {
    const quiet = { ...running, interfaces: [{ ...running.interfaces[0]!, withoutEgress: true as const }] };
    const groupsIn = (openFirst: "always" | "never" | "unless-no-egress", state = quiet) =>
      plan(state, { ...settings, openFirst }).flatMap((call) => (call.input["Groups"] as string[]) ?? []);
    assert.deepEqual(groupsIn("unless-no-egress"), ["sg-closed"]);
    assert.deepEqual(groupsIn("always"), ["sg-open", "sg-closed"]);
    assert.deepEqual(groupsIn("never", running as typeof quiet), ["sg-closed"]);
    assert.match(beyondReach(quiet).join(), /closed without the open step/);
  });

  it("X1: does not count an instance as contained if none of its interfaces can be closed", () => {
    const cases: [InstanceState["interfaces"], RegExp][] = [
      [[], /EC2 shows no interface of i-1, which is running/],
      [[{ ...running.interfaces[0]!, managedBy: "eks.amazonaws.com" }], /eni-1 is managed by eks.amazonaws.com/],
    ];
    for (const [interfaces, reason] of cases) {
      const missing = plan({ ...running, interfaces }, settings).filter((call) => call.waitsFor === "a person");
      assert.equal(missing.length, 1);
      assert.equal(missing[0]!.secondary, undefined);
      assert.match(missing[0]!.reason, reason);
    }
  });

  it("opens no interface before all groups are ready, and pauses once", () => {
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

  it("M3: does not treat a group as ours because of its name", () => {
    const squatted = {
      ...running,
      groups: [open],
      takenNames: [{ vpcId: "vpc-1", name: "firebreak-isolation-closed" }],
    };
    const create = plan(squatted, settings).find((call) => call.operation === "CreateSecurityGroup")!;
    assert.equal(create.input["GroupName"], "firebreak-isolation-closed-0123456789abcdef-0");
  });

  it("Y6: gives its groups unpredictable names, and avoids a name that is taken", () => {
    const lacking = { ...running, groups: [], suffixes: { "vpc-1": "c0ffee42" } };
    const names = (state: InstanceState) =>
      plan(state, settings)
        .filter((call) => call.operation === "CreateSecurityGroup")
        .map((call) => call.input["GroupName"]);
    assert.deepEqual(names(lacking), ["firebreak-isolation-closed-c0ffee42", "firebreak-isolation-open-c0ffee42"]);
    const takenNames = names(lacking).map((name) => ({ vpcId: "vpc-1", name: name as string }));
    assert.deepEqual(names({ ...lacking, takenNames }), [
      "firebreak-isolation-closed-c0ffee42-2",
      "firebreak-isolation-open-c0ffee42-2",
    ]);
  });

  it("closes an interface that a crash left open before anything else", () => {
    const left = { ...running, interfaces: [{ ...running.interfaces[0]!, groups: ["sg-open"] }] };
    const [first] = plan(left, settings);
    assert.deepEqual(first!.input, { NetworkInterfaceId: "eni-1", Groups: ["sg-closed"] });
    assert.equal(first!.wait, undefined);
    assert.equal(first!.closes, "eni-1");
  });

  it("Y1: returns an interface that was left open to its saved groups if it cannot be closed", () => {
    const left = { ...running, interfaces: [{ ...running.interfaces[0]!, groups: ["sg-open"] }] };
    const [first] = plan({ ...left, earlier: [{ id: "eni-1", groups: ["sg-web"] }] }, settings);
    assert.deepEqual(first!.undo!.input, { NetworkInterfaceId: "eni-1", Groups: ["sg-web"] });
    assert.equal(plan(left, settings)[0]!.undo, undefined);
    assert.match(residualRisk(left, settings)[0]!, /^eni-1 IS OPEN NOW/);
  });

  it("leaves interfaces of AWS services alone and names them as out of reach", () => {
    const managed = { ...running.interfaces[0]!, id: "eni-2", managedBy: "amazon-elb" };
    const state = { ...running, interfaces: [...running.interfaces, managed] };
    assert.ok(!JSON.stringify(plan(state, settings)).includes("eni-2"));
    assert.match(beyondReach(state).join(), /eni-2 is managed by amazon-elb/);
  });

  it("marks evidence as secondary: without it the outcome is partial, with an open network it is a failure", () => {
    const secondary = plan(running, settings)
      .filter((call) => call.secondary)
      .map((call) => call.operation);
    assert.deepEqual([...new Set(secondary)], ["ModifyInstanceAttribute", "CreateSnapshots"]);
  });
});

describe("the residual risk of isolate-instance", () => {
  it("M1: names paths that keep their connections, each once", () => {
    const routes = ["nat-1", "nat-1", "igw-1", "eigw-1", "vpce-1"].map((via) => ({
      subnetId: "subnet-1",
      destination: "0.0.0.0/0",
      via,
    }));
    const v6 = { ...running.interfaces[0]!, addresses: ["2001:db8::1"] };
    const through = (state: InstanceState) =>
      beyondReach(state)
        .filter((text) => text.startsWith("connections"))
        .map((text) => /through (\S+)/.exec(text)![1]);
    assert.deepEqual(through({ ...running, routes, interfaces: [v6] }), ["nat-1", "eigw-1", "vpce-1"]);
    assert.deepEqual(through({ ...running, routes }), ["nat-1", "vpce-1"], "without IPv6 nothing leaves there");
  });

  it("X2: prevents the outcome contained for what AWS always tracks, and names each kind of device once", () => {
    const device = (type: string, id: string) => ({ id, type, vpcId: "vpc-1", subnetId: "subnet-9", description: "" });
    const endpoints = [1, 2, 3, 4, 5].map((n) => device("vpc_endpoint", `eni-e${n}`));
    const devices = [...endpoints, device("lambda", "eni-l"), device("interface", "eni-x")];
    const texts = beyondReach({ ...running, devices });
    assert.equal(texts.length, 2);
    assert.match(
      texts[0]!,
      /eni-e1, eni-e2, eni-e3 and 2 more \(interface endpoint, which can carry a Session Manager session/,
    );
    assert.match(texts[1]!, /eni-l \(Lambda function/);
    assert.match(residualRisk(running, settings).join(), /ICMP and .* are always tracked/);
  });

  it("X2: says that a Network Load Balancer continues after the drain, and an Application Load Balancer until it", () => {
    const registration = { kind: "target-group" as const, name: "arn:tg/web", target: "i-1", draining: true };
    const at = (balancer: "network" | "application"): InstanceState => ({
      ...running,
      registrations: [{ ...registration, balancer }],
    });
    assert.match(beyondReach(at("network")).join(), /Network Load Balancer of .* even after the deregistration delay/);
    assert.deepEqual(beyondReach(at("application")), []);
    assert.match(residualRisk(at("application"), settings).join(), /until its drain period ends/);
  });

  it("X3: puts a DNS channel that the finding reported first, and prevents the outcome contained", () => {
    const types = [
      "Backdoor:EC2/C&CActivity.B!DNS",
      "Trojan:EC2/DNSDataExfiltration",
      "Impact:EC2/AbusedDomainRequest.Reputation",
    ];
    assert.deepEqual(types.map(usesDns), [true, true, true]);
    assert.deepEqual(["Backdoor:EC2/C&CActivity.B", "Backdoor:EC2/DenialOfService.Dns"].map(usesDns), [false, false]);
    assert.match(residualRisk({ ...running, channels: ["dns"] }, settings)[0]!, /the finding reported DNS/);
    assert.deepEqual(beyondReach({ ...running, channels: ["traffic"] }), []);
  });

  it("X8: reports a snapshot that is not complete", () => {
    const state = { ...running, snapshots: ["snap-1"], pendingSnapshots: ["snap-1"] };
    assert.match(residualRisk(state, settings).join(), /snapshot snap-1 is not complete yet/);
    assert.deepEqual(beyondReach(state), []);
  });

  it("X14: reports an address that another VPC's target group has as well, and leaves it", () => {
    const state = { ...running, namesakes: ["10.0.1.20 in target group arn:tg/other"] };
    assert.deepEqual(
      operations(state).filter((name) => name === "DeregisterTargets"),
      [],
    );
    assert.match(residualRisk(state, settings).join(), /10.0.1.20 in target group arn:tg\/other .* it is unknown/);
  });

  it("X15: names what could not be read, and reads it again if that may help", () => {
    const unreadable = [{ part: "routes", reason: "DescribeRouteTables: throttled", again: true }];
    const call = plan({ ...running, unreadable }, settings).at(-1)!;
    assert.deepEqual([call.operation, call.secondary, call.again], ["DescribeRouteTables", true, true]);
    assert.match(call.reason, /not checked: DescribeRouteTables: throttled/);
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
      /on lb may continue/,
    ],
    ["Spot", { spot: true }, /Spot instance/],
    ["instance stores", { rootDevice: "instance-store" }, /lost when the instance stops/],
    ["DNS and metadata, always", {}, /DNS .* metadata/],
  ];
  for (const [name, change, expected] of cases) {
    it(`names ${name}`, () => assert.match(residualRisk({ ...running, ...change }, settings).join("\n"), expected));
  }

  it("case 28: names a snapshot that failed after it was accepted, and does not take it again by itself", () => {
    const failedSnapshots = [{ id: "snap-1", reason: "Given key ID is not accessible" }];
    const state = { ...running, snapshots: ["snap-1"], failedSnapshots };
    assert.match(beyondReach(state).join(), /snapshot snap-1 ended in error \(Given key ID is not accessible\)/);
    assert.ok(!operations(state).includes("CreateSnapshots"));
  });

  it("says that snapshots are disabled", () => {
    assert.match(residualRisk(running, { ...settings, snapshots: false }).join(), /no snapshots/);
  });
});

describe("the release of isolate-instance", () => {
  const saved = priorState(running);
  const contained: InstanceState = {
    ...running,
    terminationProtection: true,
    shutdownBehavior: "stop",
    volumes: running.volumes.map((volume) => ({ ...volume, deleteOnTermination: false })),
    interfaces: running.interfaces.map((port) => ({ ...port, groups: ["sg-closed"] })),
  };

  it("runs in the reverse order and asks for exactly what was changed", () => {
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

  it("P16: says of each call what it gives back, and names the groups", () => {
    const reasons = releasePlan(contained, saved).calls.map(({ reason }) => reason);
    assert.deepEqual(reasons, [
      "eni-1 gets back its groups sg-web",
      "the instance's end deletes its volume /dev/sda1 again",
      "a shutdown from inside terminates the instance again",
      "termination protection is off again",
    ]);
  });

  it("leaves groups that someone else set, and says so", () => {
    const changed = { ...contained, interfaces: [{ ...contained.interfaces[0]!, groups: ["sg-forensics"] }] };
    const { calls, drift } = releasePlan(changed, saved);
    assert.ok(calls.every((call) => call.operation !== "ModifyNetworkInterfaceAttribute"));
    assert.match(drift.join(), /eni-1 has groups sg-forensics, set by others/);
  });

  it("restores the groups that still exist and names those that do not", () => {
    const two = priorState({ ...running, interfaces: [{ ...running.interfaces[0]!, groups: ["sg-web", "sg-lost"] }] });
    const { calls, drift } = releasePlan({ ...contained, restorable: ["sg-web"] }, two);
    assert.deepEqual(calls[0]!.input["Groups"], ["sg-web"]);
    assert.match(drift.join(), /group sg-lost was deleted/);
  });

  it("X10: does not complete if none of the earlier groups exists", () => {
    const { calls, stuck } = releasePlan({ ...contained, restorable: [] }, saved);
    assert.ok(calls.every((call) => call.operation !== "ModifyNetworkInterfaceAttribute"));
    assert.match(stuck!.join(), /eni-1 stays isolated: none of its earlier groups exists/);
  });

  it("X10: never takes our own group for the prior state", () => {
    const again = priorState(contained);
    assert.deepEqual(again.interfaces, [{ id: "eni-1", groups: [] }]);
    assert.match(releasePlan(contained, again).stuck!.join(), /its earlier groups are unknown/);
  });

  it("names a volume that was replaced and an Auto Scaling group without room", () => {
    const withGroup = { ...saved, autoScaling: { group: "shop" } };
    const state: InstanceState = {
      ...contained,
      volumes: [{ device: "/dev/sda1", id: "vol-9", deleteOnTermination: false }],
      autoScaling: { group: "shop", lifecycle: "Standby", desired: 2, max: 2 },
    };
    const { drift, stuck } = releasePlan(state, withGroup);
    assert.match(stuck!.join(), /maximum of 2/);
    assert.match(drift.join("\n"), /volume vol-1 is no longer attached/);
  });
});
