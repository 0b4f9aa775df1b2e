import assert from "node:assert/strict";
import type { ReadContext } from "../../../../runtime/model/response";
import { instanceTarget } from "../../../../runtime/resources/targets";
import { plan } from "../../../../runtime/responses/isolateInstance/plan";
import { read } from "../../../../runtime/responses/isolateInstance/read";
import { priorState } from "../../../../runtime/responses/isolateInstance/release";
import { beyondReach, residualRisk } from "../../../../runtime/responses/isolateInstance/residualRisk";

const target = instanceTarget({ accountId: "444455556666", region: "eu-west-1", partition: "aws" }, "i-00000001");
const settings = { conversionSeconds: 0, snapshots: true };

const context = (more: Partial<ReadContext<any, any>> = {}): ReadContext<any, any> => ({
  stale: [],
  evidence: [],
  continued: false,
  containment: "0123456789abcdef-0",
  wanted: [],
  ...more,
});

const named = (name: string) => Object.assign(new Error(name), { name });

/** What EC2 and the load balancers return; a function is called, a missing operation is not expected. */
function clients(answers: Record<string, any> = {}) {
  const asked: string[] = [];
  const inputs: Record<string, any[]> = {};
  const port = {
    NetworkInterfaceId: "eni-1",
    VpcId: "vpc-1",
    SubnetId: "subnet-1",
    Groups: [{ GroupId: "sg-web", GroupName: "web" }],
    PrivateIpAddresses: [{ PrivateIpAddress: "10.0.1.20" }],
    Attachment: { DeviceIndex: 0 },
  };
  const all: Record<string, any> = {
    describeInstances: {
      Reservations: [
        { Instances: [{ InstanceId: "i-00000001", State: { Name: "running" }, NetworkInterfaces: [port] }] },
      ],
    },
    describeSecurityGroups: { SecurityGroups: [] },
    describeInstanceAttribute: {},
    describeRouteTables: { RouteTables: [{ VpcId: "vpc-1", Associations: [{ Main: true }], Routes: [] }] },
    describeNetworkInterfaces: { NetworkInterfaces: [] },
    describeTargetGroups: { TargetGroups: [] },
    describeLoadBalancers: { LoadBalancerDescriptions: [] },
    ...answers,
  };
  const client = new Proxy(
    {},
    {
      get: (_, name: string) => async (input: any) => {
        asked.push(name);
        inputs[name] = [...(inputs[name] ?? []), input];
        if (!(name in all)) throw new Error(`${name} is not expected`);
        const answer = all[name];
        if (answer instanceof Error) throw answer;
        return typeof answer === "function" ? answer(input) : answer;
      },
    },
  ) as any;
  return {
    clients: { ec2: client, autoScaling: client, elb: client, elbv2: client, resolver: client },
    asked,
    inputs,
    port,
  };
}

describe("reading an instance", () => {
  it("X15: takes two calls for an urgent reading, and names what it left out", async () => {
    const { clients: aws, asked } = clients();
    const state = (await read(aws, target, context({ urgent: true })))!;
    assert.deepEqual(asked, ["describeInstances", "describeSecurityGroups"]);
    assert.deepEqual(state.unread!.sort(), [
      "autoScaling",
      "devices",
      "dns",
      "networkAcls",
      "registrations",
      "routes",
      "shutdown",
      "snapshots",
      "termination",
    ]);
    // What was not read is neither changed nor saved.
    const calls = plan(state, settings).map((call) => call.operation);
    assert.ok(calls.every((name) => /SecurityGroup|NetworkInterface/.test(name)));
    assert.deepEqual(Object.keys(priorState(state)).sort(), ["deleteOnTermination", "interfaces"]);
  });

  it("X1: takes the interfaces from the instance, asks for managed ones too, and knows who manages them", async () => {
    const { port } = clients();
    const managed = {
      ...port,
      NetworkInterfaceId: "eni-2",
      Operator: { Managed: true, Principal: "eks.amazonaws.com" },
    };
    const instance = { InstanceId: "i-00000001", State: { Name: "running" }, NetworkInterfaces: [managed] };
    const { clients: aws, inputs } = clients({ describeInstances: { Reservations: [{ Instances: [instance] }] } });
    const state = (await read(aws, target, context()))!;
    assert.equal(inputs["describeInstances"]![0].IncludeManagedResources, true);
    assert.deepEqual(
      state.interfaces.map((item) => [item.id, item.managedBy]),
      [["eni-2", "eks.amazonaws.com"]],
    );
    const missing = plan(state, settings).find((call) => call.waitsFor === "a person")!;
    assert.match(missing.reason, /no interface of i-00000001 can be closed/);
  });

  it("X1: reads interfaces that are not closed by their id, if a service may have created them", async () => {
    const requested = { NetworkInterfaceId: "eni-1", RequesterManaged: true, RequesterId: "amazon-elb" };
    const { clients: aws, inputs } = clients({
      describeNetworkInterfaces: ({ NetworkInterfaceIds }: any) => ({
        NetworkInterfaces: NetworkInterfaceIds ? [requested] : [],
      }),
    });
    const state = (await read(aws, target, context()))!;
    const byId = inputs["describeNetworkInterfaces"]!.find((input) => input.NetworkInterfaceIds);
    assert.deepEqual([byId.NetworkInterfaceIds, byId.IncludeManagedResources], [["eni-1"], true]);
    assert.equal(state.interfaces[0]!.managedBy, "amazon-elb");
  });

  it("Y1: marks an interface whose groups allow no egress, and none if a group is not shown", async () => {
    const quiet = {
      GroupId: "sg-web",
      GroupName: "web",
      VpcId: "vpc-1",
      OwnerId: "444455556666",
      IpPermissionsEgress: [],
    };
    const marked = async (groups: any[]) =>
      (await read(clients({ describeSecurityGroups: { SecurityGroups: groups } }).clients, target, context()))!
        .interfaces[0]!.withoutEgress;
    assert.equal(await marked([quiet]), true);
    assert.equal(await marked([]), undefined);
    const open = { ...quiet, IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }] };
    assert.equal(await marked([open]), undefined);
  });

  const health = (Id: string, more: object = {}) => ({
    TargetHealthDescriptions: [{ Target: { Id, Port: 80, ...more }, TargetHealth: { State: "healthy" } }],
  });
  const group = (name: string, VpcId: string, TargetType = "ip") => ({
    TargetGroupArn: `arn:tg/${name}`,
    VpcId,
    TargetType,
    Protocol: "TCP",
  });

  it("X14: counts an address in its own VPC only, and reports the same one elsewhere without touching it", async () => {
    const groups = [group("own", "vpc-1"), group("other", "vpc-2"), group("outside", "vpc-1")];
    const { clients: aws } = clients({
      describeTargetGroups: { TargetGroups: groups },
      describeTargetHealth: ({ TargetGroupArn }: any) =>
        health("10.0.1.20", TargetGroupArn.endsWith("outside") ? { AvailabilityZone: "all" } : {}),
    });
    const state = (await read(aws, target, context()))!;
    assert.deepEqual(
      state.registrations.map(({ name, balancer }) => [name, balancer]),
      [["arn:tg/own", "network"]],
    );
    assert.deepEqual(state.namesakes, [
      "10.0.1.20 in target group arn:tg/outside",
      "10.0.1.20 in target group arn:tg/other",
    ]);
  });

  it("X15: asks only target groups that may contain it, several at once, and ignores a deleted one", async () => {
    const groups = [
      ...Array.from({ length: 30 }, (_, n) => group(`own-${n}`, "vpc-1", "instance")),
      ...Array.from({ length: 500 }, (_, n) => group(`other-${n}`, "vpc-2", "instance")),
    ];
    let [now, most] = [0, 0];
    const { clients: aws, asked } = clients({
      describeTargetGroups: async ({ TargetGroupArns }: any) => {
        if (TargetGroupArns?.includes("arn:tg/own-3")) throw named("TargetGroupNotFoundException");
        return { TargetGroups: groups };
      },
      describeTargetHealth: async ({ TargetGroupArn }: any) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 1));
        now--;
        if (TargetGroupArn === "arn:tg/own-3") throw named("TargetGroupNotFoundException");
        return health("i-00000001");
      },
    });
    const state = (await read(aws, target, context()))!;
    assert.equal(asked.filter((name) => name === "describeTargetHealth").length, 30);
    assert.equal(most, 10);
    assert.equal(state.registrations.length, 29);
    assert.equal(state.unreadable, undefined);
  });

  for (const [what, operation, part] of [
    ["load balancers", "describeTargetGroups", "registrations"],
    ["routes", "describeRouteTables", "routes"],
    ["termination protection", "describeInstanceAttribute", "termination"],
    ["devices", "describeNetworkInterfaces", "devices"],
  ] as const) {
    it(`X15: continues if ${what} cannot be read, and names that as not checked`, async () => {
      // The same call reads who manages interfaces: closed ones do not need it.
      const closed = [
        {
          GroupId: "sg-web",
          GroupName: "firebreak-isolation-closed",
          VpcId: "vpc-1",
          OwnerId: "444455556666",
          Tags: [{ Key: "firebreak:isolation", Value: "closed" }],
        },
      ];
      const { clients: aws } = clients({
        [operation]: named("RequestLimitExceeded"),
        describeSecurityGroups: { SecurityGroups: closed },
      });
      const state = (await read(aws, target, context()))!;
      const found = state.unreadable!.find((item) => item.part === part)!;
      assert.match(found.reason, /RequestLimitExceeded/);
      assert.equal(found.again, true);
      const missing = plan(state, settings).filter((call) => call.again);
      assert.ok(missing.length > 0);
      assert.ok(missing.every((call) => call.secondary));
    });
  }

  it("X1: distinguishes a missing route table from a missing route", async () => {
    const { clients: aws } = clients({ describeRouteTables: { RouteTables: [] } });
    const state = (await read(aws, target, context()))!;
    assert.match(state.unreadable![0]!.reason, /EC2 shows no route table of subnet-1 in vpc-1/);
  });

  it("X2: finds what is always tracked by the type of the interface, with one call", async () => {
    const { clients: aws, inputs } = clients({
      describeNetworkInterfaces: ({ Filters }: any) => ({
        NetworkInterfaces: Filters
          ? [{ NetworkInterfaceId: "eni-9", InterfaceType: "vpc_endpoint", VpcId: "vpc-1", Description: "ssmmessages" }]
          : [],
      }),
    });
    const state = (await read(aws, target, context()))!;
    const types = inputs["describeNetworkInterfaces"]![0].Filters.find((item: any) => item.Name === "interface-type");
    for (const type of [
      "vpc_endpoint",
      "lambda",
      "network_load_balancer",
      "nat_gateway",
      "global_accelerator_managed",
    ]) {
      assert.ok(types.Values.includes(type), type);
    }
    assert.match(beyondReach(state).join(), /eni-9 "ssmmessages" \(interface endpoint/);
  });

  it("X8: reads pending and failed snapshots again in a later run", async () => {
    const { clients: aws } = clients({
      describeSnapshots: {
        Snapshots: [
          { SnapshotId: "snap-1", State: "pending" },
          { SnapshotId: "snap-2", State: "error", StateMessage: "no key" },
          { SnapshotId: "snap-3", State: "completed" },
        ],
      },
    });
    const state = (await read(aws, target, context({ continued: true })))!;
    assert.deepEqual(state.snapshots, ["snap-1", "snap-2", "snap-3"]);
    assert.deepEqual(state.pendingSnapshots, ["snap-1"]);
    assert.deepEqual(state.failedSnapshots, [{ id: "snap-2", reason: "no key" }]);
  });

  const custody = { lockSnapshots: { mode: "governance", days: 30 }, forensics: { account: "555566667777", keys: [] } };

  it("N82: the run that makes the snapshots asks EC2 for no lock and no copy", async () => {
    const { clients: aws, asked } = clients();
    const evidence = [{ kind: "snapshot", id: "snap-1" }];
    const before = await read(aws, target, context({ settings: custody }));
    const confirmed = [{ operation: "LockSnapshot", input: { SnapshotId: "snap-1" } }] as any;
    const more = { settings: custody, evidence, confirmed, previous: before!, stale: ["snapshots"] };
    const state = (await read(aws, target, context(more)))!;
    assert.deepEqual(state.custody!.snapshots, [{ id: "snap-1", state: "pending", lock: { mode: "governance" } }]);
    assert.ok(!asked.some((name) => /Snapshot/i.test(name)));
  });

  it("N82: a later run reads locks, copies and their users, and tells copies from snapshots", async () => {
    const { clients: aws } = clients({
      describeSnapshots: {
        Snapshots: [
          { SnapshotId: "snap-1", State: "completed", VolumeId: "vol-1" },
          { SnapshotId: "snap-9", State: "completed", Tags: [{ Key: "firebreak:copy-of", Value: "snap-1" }] },
        ],
      },
      describeLockedSnapshots: { Snapshots: [{ SnapshotId: "snap-1", LockState: "compliance-cooloff" }] },
      describeSnapshotAttribute: { CreateVolumePermissions: [{ UserId: "555566667777" }] },
    });
    const evidence = [{ kind: "lock", id: "snap-9" }];
    const state = (await read(aws, target, context({ settings: custody, continued: true, evidence })))!;
    assert.deepEqual(state.snapshots, ["snap-1"]);
    const [one, copy] = state.custody!.snapshots;
    assert.deepEqual(one!.lock, { mode: "compliance" });
    assert.deepEqual(
      [copy!.copyOf, copy!.users, copy!.lock, copy!.wasLocked],
      ["snap-1", ["555566667777"], undefined, true],
    );
  });

  it("N82: a copy that EC2 does not show yet is not made again in the same run", async () => {
    const Snapshots = [{ SnapshotId: "snap-1", State: "completed" }];
    const { clients: aws } = clients({ describeSnapshots: { Snapshots }, describeLockedSnapshots: {} });
    const confirmed = [{ operation: "CopySnapshot", input: { SourceSnapshotId: "snap-1" } }] as any;
    const evidence = [{ kind: "copy", id: "snap-9 of snap-1" }];
    const state = (await read(aws, target, context({ settings: custody, continued: true, evidence, confirmed })))!;
    assert.deepEqual(state.custody!.snapshots[1], { id: "snap-9", state: "pending", copyOf: "snap-1" });
  });

  it("N82: without the settings, and for a release, nothing more is read", async () => {
    const { clients: aws } = clients({ describeSnapshots: { Snapshots: [{ SnapshotId: "snap-1" }] } });
    const saved = { deleteOnTermination: [], interfaces: [] };
    const plain = await read(aws, target, context({ continued: true }));
    const releasing = await read(aws, target, context({ continued: true, settings: custody, priorState: saved }));
    assert.deepEqual([plain!.custody, releasing!.custody], [undefined, undefined]);
  });

  const templates: [what: string, group: object, startsFrom: string][] = [
    [
      "a launch template",
      { LaunchTemplate: { LaunchTemplateName: "web", Version: "3" } },
      "launch template web, version 3",
    ],
    [
      "a mixed instances policy",
      { MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: "lt-1" } } } },
      "launch template lt-1, version $Default",
    ],
    ["a launch configuration", { LaunchConfigurationName: "old" }, "launch configuration old"],
  ];
  for (const [what, group, startsFrom] of templates) {
    it(`N87: names ${what} and the image from which the group starts the next instances`, async () => {
      const instance = {
        InstanceId: "i-00000001",
        ImageId: "ami-1",
        State: { Name: "running" },
        Tags: [{ Key: "aws:autoscaling:groupName", Value: "shop" }],
      };
      const { clients: aws } = clients({
        describeInstances: { Reservations: [{ Instances: [instance] }] },
        describeAutoScalingInstances: {
          AutoScalingInstances: [{ AutoScalingGroupName: "shop", LifecycleState: "Standby" }],
        },
        describeAutoScalingGroups: { AutoScalingGroups: [{ DesiredCapacity: 1, MaxSize: 2, ...group }] },
      });
      const state = (await read(aws, target, context()))!;
      const text = `Auto Scaling group shop starts its next instances from ${startsFrom}: if that, or image ami-1 of this instance, is compromised, so are they`;
      assert.ok(residualRisk(state, settings).includes(text), residualRisk(state, settings).join("\n"));
    });
  }
});
