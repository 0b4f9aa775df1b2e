import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancing } from "@aws-sdk/client-elastic-load-balancing";
import { before, describe, it } from "mocha";
import { accounts, region, rootOf, stranger } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { eventOf, instanceFinding, sendFinding, updateOf } from "../../local/world/findings";
import { decisionsOf, journalOf, settledContainment } from "../../local/world/follow";
import { addInterface, addVolume, makeInstance } from "../../local/world/instances";
import { makeWorkload } from "../../local/world/workload";
import type { World } from "../../local/world/world";
import { groupsOf, notIsolated } from "../../rehearsal/readBack";
import { containmentId } from "../../runtime/model/target";
import { instanceTarget } from "../../runtime/resources/targets";
import { subscribe } from "./notices";
import { drain, sqsIn } from "./queues";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments, website, security } = accounts;
const idOf = (account: string, instance: string) =>
  containmentId("isolate-instance", instanceTarget({ accountId: account, region, partition: "aws" }, instance).arn);

describe("end to end: findings", () => {
  let world: World;
  let ec2: EC2;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
  });

  const send = (detail: Record<string, any>, account: string = payments.id) =>
    sendFinding(world.endpoint, account, detail);
  const patient = async () => makeInstance(ec2, await ownNetwork(ec2));
  const release = (instance: string, finding?: string) =>
    command(world, "isolate-instance", {
      command: "release",
      containment: idOf(payments.id, instance),
      ...(finding && { finding }),
      reason: "test",
    });

  it("F1 F5 M2 M7 case 21: an instance with interfaces in two VPCs is contained, its evidence kept, and its exact prior state restored on release", async () => {
    const [one, two] = [await ownNetwork(ec2), await ownNetwork(ec2)];
    const instance = await makeInstance(ec2, one);
    await addInterface(ec2, instance, two);
    await addVolume(ec2, instance);
    const groups = await groupsOf(ec2, instance);
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    await send(finding);
    const [decision] = await decisionsOf(world, finding["id"]);
    assert.equal(decision!.outcome, "contained", decision!.reason);
    assert.equal(await notIsolated(ec2, instance), undefined);
    assert.equal(decision!.evidence.length, 2);
    const state = await evidenceState(ec2, instance);
    assert.deepEqual(state, { termination: true, shutdown: "stop", deleted: [false, false] });
    const held = await settledContainment(world, decision!.containment!);
    assert.deepEqual(Object.keys(held!.holds), [finding["id"]]);
    const released = await release(instance);
    assert.equal(released.outcome, "released");
    assert.deepEqual(released.drift, []);
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    assert.deepEqual(await evidenceState(ec2, instance), {
      termination: false,
      shutdown: "stop",
      deleted: [true, false],
    });
    const after = await settledContainment(world, decision!.containment!);
    assert.equal(after!.status, "released");
    assert.equal(after!.priorState, undefined);
  });

  it("F20 F28 M25: an instance with an approved exception is left alone, and reported once", async () => {
    const notices = await subscribe(world);
    const network = await ownNetwork(ec2);
    const instance = await makeInstance(ec2, network, {
      SecurityException: "for=isolate-instance until=2099-01-01 ref=SEC-1",
    });
    const groups = await groupsOf(ec2, instance);
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    await send(finding);
    await decisionsOf(world, finding["id"]);
    await send(updateOf(finding));
    const decisions = await decisionsOf(world, finding["id"], 2);
    assert.deepEqual(
      decisions.map((decision) => decision.outcome),
      ["exempt", "exempt"],
    );
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    assert.equal(await settledContainment(world, idOf(payments.id, instance)), undefined);
    const texts = (await drain(world, notices, 2, 4))
      .map((message) => message.Body!)
      .filter((text) => text.includes(instance));
    assert.equal(texts.length, 1);
    assert.match(texts[0]!, /Exempt, nothing was changed[\s\S]*SEC-1/);
  });

  it("M8 M50 case 59: many parallel deliveries of one finding lead to one containment", async () => {
    const notices = await subscribe(world);
    const instance = await patient();
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    // A repeated event is recorded once; these are six updates.
    await Promise.all(Array.from({ length: 6 }, (_, n) => send(updateOf(finding, n))));
    const decisions = await decisionsOf(world, finding["id"], 6);
    const outcomes = decisions.map((decision) => decision.outcome).sort();
    assert.deepEqual(outcomes, [...Array(5).fill("already-contained"), "contained"]);
    const snapshots = await ec2.describeSnapshots({
      Filters: [{ Name: "tag:firebreak:containment", Values: [`${idOf(payments.id, instance)}-0`] }],
    });
    assert.equal(snapshots.Snapshots!.length, 1);
    const texts = (await drain(world, notices, 2, 4)).filter((message) => message.Body!.includes(instance));
    assert.equal(texts.length, 1);
  });

  it("F6 case 38: two findings that name the same instance share one containment, which ends with the last hold", async () => {
    const instance = await patient();
    const groups = await groupsOf(ec2, instance);
    const [first, second] = [1, 2].map(() => instanceFinding({ account: payments.id, instanceId: instance }));
    await send(first!);
    await decisionsOf(world, first!["id"]);
    await send({ ...second, type: "Trojan:EC2/DropPoint" });
    const [joined] = await decisionsOf(world, second!["id"]);
    assert.equal(joined!.outcome, "already-contained");
    const partly = await release(instance, first!["id"]);
    assert.match(partly.reason, new RegExp(`still held by ${second!["id"]}`));
    assert.equal(await notIsolated(ec2, instance), undefined);
    await assert.rejects(release(instance, first!["id"]), /does not hold/);
    assert.equal((await release(instance, second!["id"])).outcome, "released");
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    await assert.rejects(release(instance), /nothing to release/);
  });

  it("a finding from before the release does not contain the instance again; new activity does", async () => {
    const instance = await patient();
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    await send(finding);
    await decisionsOf(world, finding["id"]);
    await release(instance);
    await send(finding);
    const old = await decisionsOf(world, finding["id"], 3);
    assert.equal(old.at(-1)!.outcome, "skipped");
    const later = new Date(Date.now() + 60_000).toISOString();
    await send({ ...finding, updatedAt: later, service: { ...finding["service"], eventLastSeen: later, count: 2 } });
    const again = await decisionsOf(world, finding["id"], 4);
    assert.equal(again.at(-1)!.outcome, "contained");
    assert.equal(again.at(-1)!.evidence.length, 1);
    assert.equal(await notIsolated(ec2, instance), undefined);
  });

  it("case 8: a GuardDuty update with later times and a higher count contains nothing again", async () => {
    const instance = await patient();
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    await send(finding);
    await decisionsOf(world, finding["id"]);
    const later = new Date(Date.now() + 1000).toISOString();
    await send({ ...finding, updatedAt: later, service: { ...finding["service"], count: 7, eventLastSeen: later } });
    const [, repeated] = await decisionsOf(world, finding["id"], 2);
    assert.equal(repeated!.outcome, "already-contained");
    assert.deepEqual(repeated!.calls, []);
  });

  it("a release reports what was changed meanwhile instead of overwriting it", async () => {
    const network = await ownNetwork(ec2);
    const instance = await makeInstance(ec2, network);
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    await send(finding);
    await decisionsOf(world, finding["id"]);
    const forensics = await ec2.createSecurityGroup({
      VpcId: network.vpcId,
      GroupName: "forensics",
      Description: "test",
    });
    const [port] = Object.keys(await groupsOf(ec2, instance));
    await ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId: port!, Groups: [forensics.GroupId!] });
    const released = await release(instance);
    assert.match(released.drift.join(), /set by others/);
    assert.deepEqual(await groupsOf(ec2, instance), { [port!]: [forensics.GroupId] });
  });

  it("case 25 X15: the network is cut first, then the instance is taken out of Auto Scaling and its load balancer; release restores it", async () => {
    const web = ec2In(world, "website");
    const workload = await makeWorkload(web, website.id, world.endpoint, await ownNetwork(web));
    const finding = instanceFinding({ account: website.id, instanceId: workload.instance });
    await send(finding, website.id);
    const [decision] = await decisionsOf(world, finding["id"]);
    assert.equal(decision!.outcome, "contained", decision!.reason);
    const order = decision!.calls.map((call) => call.operation);
    const cut = order.lastIndexOf("ModifyNetworkInterfaceAttribute");
    assert.ok(cut >= 0 && order.indexOf("EnterStandby") > cut);
    const released = await command(world, "isolate-instance", {
      command: "release",
      containment: decision!.containment,
      reason: "test",
    });
    assert.equal(released.outcome, "released", released.reason);
    assert.ok(released.calls.some((call: { operation: string }) => call.operation === "ExitStandby"));
    assert.match(released.drift.join(), /now has one instance more/);
  });

  it("M3 M4: a VPC's isolation groups that someone changed are repaired before use", async () => {
    const network = await ownNetwork(ec2);
    const [first, second] = [await makeInstance(ec2, network), await makeInstance(ec2, network)];
    const contain = async (instance: string) => {
      const finding = instanceFinding({ account: payments.id, instanceId: instance });
      await send(finding);
      return (await decisionsOf(world, finding["id"]))[0]!;
    };
    await contain(first);
    const { SecurityGroups = [] } = await ec2.describeSecurityGroups({
      Filters: [
        { Name: "vpc-id", Values: [network.vpcId] },
        { Name: "tag-key", Values: ["firebreak:isolation"] },
      ],
    });
    assert.equal(SecurityGroups.length, 2);
    const [open, closed] = ["open", "closed"].map(
      (kind) => SecurityGroups.find((group) => group.Tags!.some((tag) => tag.Value === kind))!.GroupId!,
    );
    await ec2.revokeSecurityGroupEgress({
      GroupId: open!,
      IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    });
    await ec2.authorizeSecurityGroupIngress({
      GroupId: closed!,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    });
    const decision = await contain(second);
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.equal(await notIsolated(ec2, second), undefined);
    const used = Object.values(await groupsOf(ec2, second)).flat();
    assert.deepEqual(used, [closed]);
    const names = await ec2.describeSecurityGroups({ Filters: [{ Name: "vpc-id", Values: [network.vpcId] }] });
    assert.equal(names.SecurityGroups!.filter((group) => group.GroupName!.startsWith("firebreak")).length, 2);
  });

  it("an instance is taken out of a classic load balancer and restored on release", async () => {
    const balancing = new ElasticLoadBalancing(rootOf(payments.id, world.endpoint));
    const network = await ownNetwork(ec2);
    const instance = await makeInstance(ec2, network);
    const LoadBalancerName = "old-shop";
    await balancing.createLoadBalancer({
      LoadBalancerName,
      Listeners: [{ Protocol: "HTTP", LoadBalancerPort: 80, InstancePort: 80 }],
      Subnets: [network.subnetId],
    });
    await balancing.registerInstancesWithLoadBalancer({ LoadBalancerName, Instances: [{ InstanceId: instance }] });
    const registered = async () =>
      (await balancing.describeLoadBalancers({ LoadBalancerNames: [LoadBalancerName] })).LoadBalancerDescriptions![0]!
        .Instances!;
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    await send(finding);
    const [decision] = await decisionsOf(world, finding["id"]);
    assert.equal(decision!.outcome, "contained", decision!.reason);
    assert.deepEqual(await registered(), []);
    assert.equal((await release(instance)).outcome, "released");
    assert.deepEqual(await registered(), [{ InstanceId: instance }]);
    balancing.destroy();
  });

  it("containment is partial, and names the interface, if one belongs to an AWS service", async () => {
    const network = await ownNetwork(ec2);
    const instance = await makeInstance(ec2, network);
    const managed = await ec2.createNetworkInterface({
      SubnetId: network.subnetId,
      Groups: [network.groupId],
      TagSpecifications: [
        { ResourceType: "network-interface", Tags: [{ Key: "local-aws:requester-managed", Value: "true" }] },
      ],
    });
    const port = managed.NetworkInterface!.NetworkInterfaceId!;
    await ec2.attachNetworkInterface({ NetworkInterfaceId: port, InstanceId: instance, DeviceIndex: 1 });
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    await send(finding);
    const [decision] = await decisionsOf(world, finding["id"]);
    assert.equal(decision!.outcome, "partial", decision!.reason);
    assert.match(decision!.remains.join("\n"), new RegExp(`interface ${port} is managed by`));
    const { [port]: kept, ...others } = await groupsOf(ec2, instance);
    assert.deepEqual(kept, [network.groupId]);
    assert.ok(Object.values(others).every((groups) => groups.length === 1 && groups[0] !== network.groupId));
  });

  it("M44: an instance in the security account itself is contained", async () => {
    const own = ec2In(world, "security");
    const instance = await makeInstance(own, await ownNetwork(own));
    const finding = instanceFinding({ account: security.id, instanceId: instance });
    await send(finding, security.id);
    const [decision] = await decisionsOf(world, finding["id"]);
    assert.equal(decision!.outcome, "contained", decision!.reason);
    assert.equal(await notIsolated(own, instance), undefined);
  });

  it("M48: a plan shows what would be done, and does nothing", async () => {
    const instance = await patient();
    const groups = await groupsOf(ec2, instance);
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    const [plan] = await command(world, "isolate-instance", { command: "plan", event: eventOf(finding) });
    assert.equal(plan.outcome, "observed");
    assert.ok(plan.calls.some((call: { operation: string }) => call.operation === "ModifyNetworkInterfaceAttribute"));
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    assert.deepEqual(await journalOf(world).decisions(finding["id"]), []);
  });

  it("M47: a sample finding is only observed, although its instance exists", async () => {
    const instance = await patient();
    const groups = await groupsOf(ec2, instance);
    const finding = instanceFinding({ account: payments.id, instanceId: instance, sample: true });
    await send(finding);
    const [decision] = await decisionsOf(world, finding["id"]);
    assert.equal(decision!.outcome, "observed");
    assert.ok(decision!.calls.length > 0);
    assert.deepEqual(await groupsOf(ec2, instance), groups);
  });

  it("case 18: the outcome is gone if the instance was terminated or never existed, even after containment", async () => {
    const instance = await patient();
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    await send(finding);
    await decisionsOf(world, finding["id"]);
    await ec2.modifyInstanceAttribute({ InstanceId: instance, DisableApiTermination: { Value: false } });
    await ec2.terminateInstances({ InstanceIds: [instance] });
    await send(finding);
    const terminated = await decisionsOf(world, finding["id"], 2);
    assert.equal(terminated.at(-1)!.outcome, "gone");
    assert.equal((await settledContainment(world, idOf(payments.id, instance)))!.status, "gone");
    const unknown = instanceFinding({ account: payments.id, instanceId: "i-00000000000000bad" });
    await send(unknown);
    const [never] = await decisionsOf(world, unknown["id"]);
    assert.equal(never!.outcome, "gone");
    assert.equal(await settledContainment(world, idOf(payments.id, "i-00000000000000bad")), undefined);
  });

  describe("that cannot be trusted or understood", () => {
    const cases: [string, () => Record<string, any>, string, RegExp][] = [
      [
        "about another account",
        () => instanceFinding({ account: website.id, instanceId: "i-0123456789abcdef0" }),
        "refused",
        /444455556666 sent a finding about account 777788889999/,
      ],
      [
        "with a malformed part",
        () => ({ ...instanceFinding({ account: payments.id, instanceId: "i-0123456789abcdef0" }), severity: "high" }),
        "refused",
        /detail.severity is "high"/,
      ],
      [
        "without a resource",
        () => ({ ...instanceFinding({ account: payments.id }), resource: undefined }),
        "refused",
        /detail.resource is missing/,
      ],
      [
        "of an unknown type",
        () =>
          instanceFinding({ account: payments.id, instanceId: "i-0123456789abcdef0", type: "Novelty:EC2/Teleport" }),
        "skipped",
        /does not act on Novelty:EC2\/Teleport/,
      ],
      [
        "that is a sample",
        () => instanceFinding({ account: payments.id, instanceId: "i-0123456789abcdef0", sample: true }),
        "gone",
        /no longer exists/,
      ],
    ];
    for (const [name, make, outcome, reason] of cases) {
      it(`one ${name} ends as ${outcome}, with the reason`, async () => {
        const finding = make();
        await send(finding);
        const [decision] = await decisionsOf(world, finding["id"]);
        assert.equal(decision!.outcome, outcome);
        assert.match(decision!.reason, reason);
      });
    }

    it("a message that is not an event ends as refused, under its own id", async () => {
      const text = `no event ${Date.now()}`;
      await sqsIn(world).sendMessage({ QueueUrl: world.master.queues["isolate-instance"]!.url, MessageBody: text });
      const deadline = Date.now() + 300_000;
      let found: any;
      while (!found && Date.now() < deadline)
        found = (await journalOf(world).all()).find((item) => item.excerpt === text);
      assert.equal(found?.outcome, "refused");
      assert.match(found.reason, /not JSON/);
    });

    it("a finding about an account outside the organization ends in the dead-letter queue, with the reason in the journal", async () => {
      const finding = instanceFinding({ account: stranger, instanceId: "i-0123456789abcdef0" });
      await send(finding, security.id);
      const [decision] = await decisionsOf(world, finding["id"]);
      assert.equal(decision!.outcome, "failed");
      assert.match(decision!.reason, /gave up after 2 deliveries: .*AssumeRole/);
      // The function has recorded the dead letter, and keeps it for a redrive.
      let found = false;
      for (let look = 0; look < 20 && !found; look++) {
        const letters = await drain(world, world.master.queues["isolate-instance"]!.dead, 1);
        found = letters.some((message) => message.Body!.includes(finding["id"]));
      }
      assert.ok(found);
      assert.equal(await settledContainment(world, idOf(stranger, "i-0123456789abcdef0")), undefined);
    });
  });
});

async function evidenceState(ec2: EC2, InstanceId: string) {
  const described = (await ec2.describeInstances({ InstanceIds: [InstanceId] })).Reservations![0]!.Instances![0]!;
  const termination = await ec2.describeInstanceAttribute({ InstanceId, Attribute: "disableApiTermination" });
  const shutdown = await ec2.describeInstanceAttribute({ InstanceId, Attribute: "instanceInitiatedShutdownBehavior" });
  return {
    termination: termination.DisableApiTermination!.Value,
    shutdown: shutdown.InstanceInitiatedShutdownBehavior!.Value,
    deleted: described.BlockDeviceMappings!.map((mapping) => mapping.Ebs!.DeleteOnTermination),
  };
}
