import assert from "node:assert/strict";
import type { EC2, NetworkAcl } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { before, describe, it } from "mocha";
import { reachOf } from "../../local/aws/reach/live";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { decisionsOf } from "../../local/world/follow";
import { type Network, privateSubnet } from "../../local/world/network";
import type { World } from "../../local/world/world";
import { messageText } from "../../runtime/messages/queueMessage";
import { containmentId } from "../../runtime/model/target";
import { instanceTarget } from "../../runtime/resources/targets";
import { isolate, release } from "./acts";
import { publicNetwork, start } from "./privateSubnets";
import { sqsIn } from "./queues";
import { until } from "./until";
import { deployedWorld, ec2In } from "./world";

const { payments } = accounts;
const outside = { address: "203.0.113.9" };

describe("end to end: the second wall", () => {
  let world: World;
  let ec2: EC2;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
  });

  const net = () => reachOf(world.endpoint, [payments.id], region);
  const releaseOf = (instance: string) =>
    release(
      world,
      "isolate-instance",
      containmentId(
        "isolate-instance",
        instanceTarget({ accountId: payments.id, region, partition: "aws" }, instance).arn,
      ),
    );
  const aclOf = async ({ subnetId }: Network): Promise<NetworkAcl> => {
    const Filters = [{ Name: "association.subnet-id", Values: [subnetId] }];
    return (await ec2.describeNetworkAcls({ Filters })).NetworkAcls![0]!;
  };
  const entriesOf = async (network: Network) =>
    (await aclOf(network))
      .Entries!.map(
        ({ Egress, RuleNumber, RuleAction, CidrBlock, Ipv6CidrBlock }) =>
          `${Egress ? "out" : "in"} ${RuleNumber} ${RuleAction} ${CidrBlock ?? Ipv6CidrBlock}`,
      )
      .sort();
  const denied = async (network: Network) => (await entriesOf(network)).filter((text) => text.endsWith("/32"));
  const addressOf = async (port: string) => {
    const found = await ec2.describeNetworkInterfaces({ NetworkInterfaceIds: [port] });
    return found.NetworkInterfaces![0]!.PrivateIpAddress!;
  };

  it("N11: behind a NAT gateway of another subnet open flows end, the outcome is contained, the neighbour's flows go on, an entry that another deletes comes back, and a release restores it", async () => {
    const network = await publicNetwork(ec2);
    const inner = await privateSubnet(ec2, network);
    const [suspect, neighbour] = [await start(ec2, inner), await start(ec2, inner)];
    const before = await entriesOf(network);
    const flow = await net().openFlow({ interface: suspect.port }, outside, 443);
    const other = await net().openFlow({ interface: neighbour.port }, outside, 443);
    const decision = await isolate(world, suspect.instance);
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.match((await net().deathOf(flow))!, /network ACL/);
    assert.equal(await net().isAlive(other), true);
    assert.equal((await net().canReach({ interface: neighbour.port }, outside, 443)).reachable, true);
    const address = await addressOf(suspect.port);
    const wall = [`in 1 deny ${address}/32`, `out 1 deny ${address}/32`];
    assert.deepEqual(await denied(network), wall);
    const { NetworkAclId } = await aclOf(network);
    await ec2.deleteNetworkAclEntry({ NetworkAclId, Egress: true, RuleNumber: 1 });
    const [, again] = await decisionsOf(world, decision.finding, 2);
    assert.equal(again!.outcome, "recontained", again!.reason);
    assert.deepEqual(await denied(network), wall);
    await releaseOf(suspect.instance);
    assert.deepEqual(await entriesOf(network), before);
    assert.equal((await net().canReach({ interface: suspect.port }, outside, 443)).reachable, true);
  });

  it("N11: behind a Network Load Balancer of another subnet open flows end too, and the outcome is contained", async () => {
    const network = await publicNetwork(ec2);
    const { instance, port } = await start(ec2, await privateSubnet(ec2, network));
    const elb = new ElasticLoadBalancingV2(rootOf(payments.id, world.endpoint));
    const Name = `wall-${Date.now()}`;
    const balancer = await elb.createLoadBalancer({ Name, Type: "network", Subnets: [network.subnetId] });
    const { LoadBalancerArn } = balancer.LoadBalancers![0]!;
    const tcp = { Protocol: "TCP", Port: 8443 } as const;
    const groups = await elb.createTargetGroup({ ...tcp, Name, VpcId: network.vpcId, TargetType: "instance" });
    const { TargetGroupArn } = groups.TargetGroups![0]!;
    const DefaultActions = [{ Type: "forward" as const, TargetGroupArn }];
    await elb.createListener({ ...tcp, LoadBalancerArn, DefaultActions });
    await elb.registerTargets({ TargetGroupArn, Targets: [{ Id: instance }] });
    elb.destroy();
    const flow = await net().openFlow(outside, { interface: port }, 8443);
    assert.equal(flow.flow.way.balanced?.balancer, LoadBalancerArn);
    const decision = await isolate(world, instance);
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.match((await net().deathOf(flow))!, /network ACL/);
    await releaseOf(instance);
    assert.equal((await net().canReach(outside, { interface: port }, 8443)).reachable, true);
  });

  it("N13: a flow to an endpoint in the instance's own subnet goes on, named, and the outcome is partial", async () => {
    const network = await publicNetwork(ec2);
    const { instance, port } = await start(ec2, network);
    await ec2.createVpcEndpoint({
      VpcId: network.vpcId,
      ServiceName: `com.amazonaws.${region}.ssm`,
      VpcEndpointType: "Interface",
      SubnetIds: [network.subnetId],
      SecurityGroupIds: [network.groupId],
    });
    const Filters = [
      { Name: "vpc-id", Values: [network.vpcId] },
      { Name: "interface-type", Values: ["vpc_endpoint"] },
    ];
    const [endpoint] = (await ec2.describeNetworkInterfaces({ Filters })).NetworkInterfaces!;
    const flow = await net().openFlow({ interface: port }, { interface: endpoint!.NetworkInterfaceId! }, 443);
    const decision = await isolate(world, instance);
    assert.equal(decision.outcome, "partial");
    assert.match(decision.reason, /interface endpoint.* in the subnet of eni-\w+, where network ACLs do not filter/);
    assert.equal(await net().isAlive(flow), true);
    assert.deepEqual(await denied(network), []);
    await releaseOf(instance);
  });

  it("N12: entries of others stay, and a release leaves an entry that was changed meanwhile, and names it", async () => {
    const network = await publicNetwork(ec2);
    const { instance, port } = await start(ec2, await privateSubnet(ec2, network));
    const NetworkAclId = (await aclOf(network)).NetworkAclId!;
    const own = { NetworkAclId, Protocol: "-1", RuleNumber: 1 };
    await ec2.createNetworkAclEntry({ ...own, RuleAction: "allow", CidrBlock: "192.0.2.0/24", Egress: false });
    assert.equal((await isolate(world, instance)).outcome, "contained");
    const address = await addressOf(port);
    assert.deepEqual(await denied(network), [`in 2 deny ${address}/32`, `out 1 deny ${address}/32`]);
    const changed = { ...own, RuleAction: "deny", CidrBlock: "198.51.100.7/32", Egress: true } as const;
    await ec2.replaceNetworkAclEntry(changed);
    const released = await releaseOf(instance);
    assert.match(released.drift.join(), /outbound 1 .* is not the entry that Firebreak made/);
    assert.deepEqual(await denied(network), ["out 1 deny 198.51.100.7/32"]);
    assert.ok((await entriesOf(network)).includes("in 1 allow 192.0.2.0/24"));
  });

  it("N13: an ACL without room leaves the path open, named, and the outcome partial", async () => {
    const network = await publicNetwork(ec2);
    const { instance, port } = await start(ec2, await privateSubnet(ec2, network));
    const NetworkAclId = (await aclOf(network)).NetworkAclId!;
    for (const Egress of [true, false])
      for (let RuleNumber = 1; RuleNumber < 19; RuleNumber++)
        await ec2.createNetworkAclEntry({
          NetworkAclId,
          Protocol: "6",
          PortRange: { From: RuleNumber, To: RuleNumber },
          RuleNumber,
          RuleAction: "deny",
          CidrBlock: "192.0.2.0/24",
          Egress,
        });
    const flow = await net().openFlow({ interface: port }, outside, 443);
    const decision = await isolate(world, instance);
    assert.equal(decision.outcome, "partial");
    assert.match(decision.reason, /NetworkAclEntryLimitExceeded/);
    assert.match(decision.remains!.join(), /connections established through nat-\w+ \(NAT gateway\) continue/);
    assert.equal(await net().isAlive(flow), true);
    await releaseOf(instance);
  });

  it("N14: the wall of an instance that is gone goes with the next hourly check", async () => {
    const network = await publicNetwork(ec2);
    const { instance } = await start(ec2, await privateSubnet(ec2, network));
    const before = await entriesOf(network);
    await isolate(world, instance);
    assert.equal((await denied(network)).length, 2);
    await ec2.modifyInstanceAttribute({ InstanceId: instance, DisableApiTermination: { Value: false } });
    await ec2.terminateInstances({ InstanceIds: [instance] });
    const QueueUrl = world.master.queues["isolate-instance"]!.url;
    await sqsIn(world).sendMessage({ QueueUrl, MessageBody: messageText("hourly") });
    await until(async () => (await denied(network)).length === 0);
    assert.deepEqual(await entriesOf(network), before);
  });
});
