import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import { before, describe, it } from "mocha";
import { faultsOf } from "../../local/aws/faults";
import { reachOf } from "../../local/aws/reach/live";
import { accounts, region } from "../../local/world/accounts";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsOf } from "../../local/world/follow";
import { anyImage, makeInstance } from "../../local/world/instances";
import type { Network } from "../../local/world/network";
import type { World } from "../../local/world/world";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments } = accounts;
const outside = { address: "203.0.113.9" };

/** Routes a network's default route through a target, in its own table. */
async function leads(ec2: EC2, { vpcId, subnetId }: Network, target: { GatewayId: string } | { NatGatewayId: string }) {
  const { RouteTableId } = (await ec2.createRouteTable({ VpcId: vpcId })).RouteTable!;
  await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", ...target });
  await ec2.associateRouteTable({ RouteTableId: RouteTableId!, SubnetId: subnetId });
}

/** A network behind an internet gateway, whose group admits SSH from one range and HTTPS from everywhere. */
async function publicNetwork(ec2: EC2): Promise<Network> {
  const network = await ownNetwork(ec2);
  const gateway = (await ec2.createInternetGateway({})).InternetGateway!.InternetGatewayId!;
  await ec2.attachInternetGateway({ VpcId: network.vpcId, InternetGatewayId: gateway });
  await leads(ec2, network, { GatewayId: gateway });
  const rule = (port: number, CidrIp: string) => ({
    IpProtocol: "tcp",
    FromPort: port,
    ToPort: port,
    IpRanges: [{ CidrIp }],
  });
  const IpPermissions = [rule(2222, "203.0.113.0/24"), rule(8443, "0.0.0.0/0")];
  await ec2.authorizeSecurityGroupIngress({ GroupId: network.groupId, IpPermissions });
  return network;
}

/** The same network with a second subnet behind a NAT gateway. */
async function privateSubnet(ec2: EC2, network: Network): Promise<Network> {
  const { AllocationId } = await ec2.allocateAddress({});
  const nat = await ec2.createNatGateway({ SubnetId: network.subnetId, AllocationId });
  const [vpc] = (await ec2.describeVpcs({ VpcIds: [network.vpcId] })).Vpcs!;
  const CidrBlock = vpc!.CidrBlock!.replace(/\.\d+\.0\/\d+$/, ".200.0/24");
  const { Subnet } = await ec2.createSubnet({ VpcId: network.vpcId, CidrBlock, AvailabilityZone: `${region}a` });
  const inner = { ...network, subnetId: Subnet!.SubnetId! };
  await leads(ec2, inner, { NatGatewayId: nat.NatGateway!.NatGatewayId! });
  return inner;
}

/** Starts an instance with one IPv4 interface and returns both ids. */
async function start(ec2: EC2, { subnetId, groupId }: Network): Promise<{ instance: string; port: string }> {
  const started = await ec2.runInstances({
    ImageId: await anyImage(ec2),
    MinCount: 1,
    MaxCount: 1,
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: subnetId, Groups: [groupId] }],
  });
  const one = started.Instances![0]!;
  return { instance: one.InstanceId!, port: one.NetworkInterfaces![0]!.NetworkInterfaceId! };
}

describe("end to end: flows after isolation", function () {
  this.timeout(180_000);
  let world: World;
  let ec2: EC2;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
  });

  const net = () => reachOf(world.endpoint, [payments.id], region);
  const isolate = async (instanceId: string) => {
    const finding = instanceFinding({ account: payments.id, instanceId });
    await sendFinding(world.endpoint, payments.id, finding);
    return (await decisionsOf(world, finding["id"]))[0]!;
  };

  it("X2: isolation ends tracked and untracked flows and admits no new ones; flows through a NAT gateway survive", async () => {
    const network = await publicNetwork(ec2);
    const [shown, hidden] = [await start(ec2, network), await start(ec2, await privateSubnet(ec2, network))];
    const { AllocationId } = await ec2.allocateAddress({});
    await ec2.associateAddress({ AllocationId, NetworkInterfaceId: shown.port });
    const [to, from] = [{ interface: shown.port }, { interface: hidden.port }];
    const flows = {
      shell: await net().openFlow(outside, to, 2222),
      web: await net().openFlow(outside, to, 8443),
      outward: await net().openFlow(to, outside, 443),
      natted: await net().openFlow(from, outside, 443),
    };
    for (const { instance } of [shown, hidden]) await isolate(instance);
    const alive: string[] = [];
    for (const [name, flow] of Object.entries(flows)) if (await net().isAlive(flow)) alive.push(name);
    assert.deepEqual(alive, ["natted"]);
    const asked = [
      await net().canReach(outside, to, 2222),
      await net().canReach(outside, to, 8443),
      await net().canReach(to, outside, 443),
      await net().canReach(from, outside, 443),
      await net().canReach(from, to, 8443),
    ];
    assert.deepEqual(
      asked.map((one) => one.reachable),
      [false, false, false, false, false],
    );
  });

  it("X16: the instance is cut even if the VPC's new groups are not found at first", async () => {
    const faults = faultsOf(world.endpoint);
    const network = await ownNetwork(ec2);
    const instance = await makeInstance(ec2, network);
    const lag = { kind: "hide", service: "ec2", operation: "CreateSecurityGroup", reads: 2 } as const;
    const id = await faults.add({ ...lag, account: payments.id, caller: "*:assumed-role/*" });
    try {
      const decision = await isolate(instance);
      assert.equal((await faults.hits(id)) > 0, true);
      assert.match(decision.outcome, /contained|partial/, decision.reason);
    } finally {
      await faults.clear();
    }
    const [port] = await net().interfacesOf(instance);
    const reach = await net().canReach({ interface: port! }, { address: "10.255.0.1" }, 443);
    assert.equal(reach.reachable, false);
  });
});
