import assert from "node:assert/strict";
import {
  AcceptVpcPeeringConnectionCommand,
  AllocateAddressCommand,
  AssociateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateNetworkAclCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeVpcsCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ReplaceNetworkAclAssociationCommand,
  RevokeSecurityGroupEgressCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeregisterTargetsCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { reachOf } from "../../../local/aws/reach/live";
import { member, region, testAws } from "./instance";
import { ec2As, launch, network, securityGroup } from "./machines";
import { as, unique } from "./principals";

const outside = { address: "203.0.113.9" };

/** A VPC with a public subnet behind an internet gateway and a private one behind a NAT gateway. */
async function site() {
  const ec2 = await ec2As();
  const { vpc, subnet } = await network();
  const inner = await ec2.send(
    new CreateSubnetCommand({ VpcId: vpc, CidrBlock: "10.1.2.0/24", AvailabilityZone: `${region}a` }),
  );
  const gateway = (await ec2.send(new CreateInternetGatewayCommand({}))).InternetGateway!.InternetGatewayId!;
  await ec2.send(new AttachInternetGatewayCommand({ VpcId: vpc, InternetGatewayId: gateway }));
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({}));
  const nat = (await ec2.send(new CreateNatGatewayCommand({ SubnetId: subnet, AllocationId }))).NatGateway!
    .NatGatewayId!;
  await leads(vpc, subnet, { GatewayId: gateway });
  await leads(vpc, inner.Subnet!.SubnetId!, { NatGatewayId: nat });
  return { vpc, outer: subnet, inner: inner.Subnet!.SubnetId! };
}

async function leads(VpcId: string, SubnetId: string, target: { GatewayId: string } | { NatGatewayId: string }) {
  const ec2 = await ec2As();
  const { RouteTableId } = (await ec2.send(new CreateRouteTableCommand({ VpcId }))).RouteTable!;
  await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", ...target }));
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
}

async function allowIn(GroupId: string, port: number, CidrIp: string) {
  const one = {
    IpProtocol: port ? "tcp" : "-1",
    ...(port && { FromPort: port, ToPort: port }),
    IpRanges: [{ CidrIp }],
  };
  await (await ec2As()).send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [one] }));
}

/** A group without any rule. */
async function closedGroup(vpc: string): Promise<string> {
  const GroupId = await securityGroup(vpc);
  const everything = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  await (await ec2As()).send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [everything] }));
  return GroupId;
}

/** An instance in a subnet and the id of its interface; with a public address if requested. */
async function instance(subnet: string, group: string, address = false): Promise<string> {
  const started = await launch({ SubnetId: subnet, SecurityGroupIds: [group] });
  const [id] = (await (await reach()).interfacesOf(started.InstanceId!)) as [string];
  if (address) {
    const ec2 = await ec2As();
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({}));
    await ec2.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId: id }));
  }
  return id;
}

async function reach() {
  return reachOf((await testAws()).endpoint, [member], region);
}

async function put(id: string, ...Groups: string[]) {
  await (await ec2As()).send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: id, Groups }));
}

describe("local AWS: live flows", () => {
  it("X2: isolation in two steps ends a flow through an internet gateway, but not one through a NAT gateway", async () => {
    const { vpc, outer, inner } = await site();
    const [web, open, closed] = [await securityGroup(vpc), await securityGroup(vpc), await closedGroup(vpc)];
    await allowIn(web, 22, "203.0.113.0/24");
    await allowIn(open, 0, "0.0.0.0/0");
    const [public_, private_] = [await instance(outer, web, true), await instance(inner, web)];
    const net = await reach();
    const shell = await net.openFlow(outside, { interface: public_ }, 22);
    const direct = await net.openFlow({ interface: public_ }, outside, 443);
    const byNat = await net.openFlow({ interface: private_ }, outside, 443);
    assert.equal(byNat.flow.way.legs[0]!.via, "NAT gateway");
    for (const id of [public_, private_]) {
      await put(id, open);
      await put(id, closed);
    }
    assert.match((await net.deathOf(shell))!, /security groups/);
    assert.equal(await net.isAlive(direct), false);
    assert.equal(await net.isAlive(byNat), true);
    assert.equal((await net.canReach(outside, { interface: public_ }, 22)).reachable, false);
    assert.equal((await net.canReach({ interface: private_ }, outside, 443)).reachable, false);
  });

  it("X2: one step leaves a tracked flow alive", async () => {
    const { vpc, outer } = await site();
    const [web, closed] = [await securityGroup(vpc), await closedGroup(vpc)];
    await allowIn(web, 22, "203.0.113.0/24");
    const id = await instance(outer, web, true);
    const net = await reach();
    const shell = await net.openFlow(outside, { interface: id }, 22);
    await put(id, closed);
    assert.equal(await net.isAlive(shell), true);
    assert.equal((await net.canReach(outside, { interface: id }, 22)).reachable, false);
  });

  it("a default network ACL lets IPv6 through if the VPC has it; one without rules lets nothing through", async () => {
    const { vpc, subnet } = await network(true);
    const ec2 = await ec2As();
    const [block] = (await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc] }))).Vpcs![0]!.Ipv6CidrBlockAssociationSet!;
    const second = await ec2.send(
      new CreateSubnetCommand({
        VpcId: vpc,
        CidrBlock: "10.1.2.0/24",
        AvailabilityZone: `${region}a`,
        Ipv6CidrBlock: block!.Ipv6CidrBlock!.replace("::/56", ":1::/64").replace("00:1::", "01::"),
      }),
    );
    const group = await securityGroup(vpc);
    const open = [{ IpProtocol: "-1", Ipv6Ranges: [{ CidrIpv6: "::/0" }] }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: group, IpPermissions: open }));
    const launched = async (SubnetId: string) =>
      (await launch({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, Groups: [group], Ipv6AddressCount: 1 }] }))
        .NetworkInterfaces![0]!;
    const [one, other] = [await launched(subnet), await launched(second.Subnet!.SubnetId!)];
    const ask = [{ interface: one.NetworkInterfaceId! }, { interface: other.NetworkInterfaceId! }] as const;
    const net = await reach();
    const ways = (await net.canReach(...ask, 443)).ways.map((way) => way.legs[0]!.toAddress);
    assert.deepEqual(ways, [other.Ipv6Addresses![0]!.Ipv6Address]);
    const flow = await net.openFlow(...ask, 443);

    const filter = { Filters: [{ Name: "association.subnet-id", Values: [subnet] }] };
    const [acl] = (await ec2.send(new DescribeNetworkAclsCommand(filter))).NetworkAcls!;
    const AssociationId = acl!.Associations!.find((item) => item.SubnetId === subnet)!.NetworkAclAssociationId!;
    const { NetworkAclId } = (await ec2.send(new CreateNetworkAclCommand({ VpcId: vpc }))).NetworkAcl!;
    await ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId: NetworkAclId! }));
    assert.match((await net.deathOf(flow))!, /network ACL/);
    assert.equal((await net.canReach(...ask, 443)).reachable, false);
  });

  it("X2: a load balancer admits the internet to its targets; deregistration ends flows except through a Network Load Balancer", async () => {
    const { vpc, outer, inner } = await site();
    const front = await securityGroup(vpc);
    await allowIn(front, 80, "0.0.0.0/0");
    const back = await securityGroup(vpc);
    const fromFront = [{ IpProtocol: "tcp", FromPort: 8080, ToPort: 8080, UserIdGroupPairs: [{ GroupId: front }] }];
    const ec2 = await ec2As();
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: back, IpPermissions: fromFront }));
    const started = await launch({ SubnetId: inner, SecurityGroupIds: [back] });
    const to = { interface: started.NetworkInterfaces![0]!.NetworkInterfaceId! };
    const balancing = new ElasticLoadBalancingV2Client(await as(member));
    const net = await reach();
    for (const [Type, Protocol, alive] of [
      ["application", "HTTP", false],
      ["network", "TCP", true],
    ] as const) {
      assert.equal((await net.canReach(outside, to, 8080)).reachable, false);
      const settings = { Name: unique("lb"), Type, Subnets: [outer], SecurityGroups: [front] };
      const { LoadBalancerArn } = (await balancing.send(new CreateLoadBalancerCommand(settings))).LoadBalancers![0]!;
      const group = { Name: unique("tg"), Protocol, Port: 8080, VpcId: vpc };
      const { TargetGroupArn } = (await balancing.send(new CreateTargetGroupCommand(group))).TargetGroups![0]!;
      const DefaultActions = [{ Type: "forward" as const, TargetGroupArn }];
      const listener = { LoadBalancerArn, Protocol, Port: 80, DefaultActions };
      await balancing.send(new CreateListenerCommand(listener));
      const registered = { TargetGroupArn, Targets: [{ Id: started.InstanceId! }] };
      await balancing.send(new RegisterTargetsCommand(registered));
      const flow = await net.openFlow(outside, to, 8080);
      assert.equal(flow.flow.way.balanced!.balancer, LoadBalancerArn);
      await balancing.send(new DeregisterTargetsCommand(registered));
      assert.equal(await net.isAlive(flow), alive, Type);
    }
  });

  it("traffic crosses a peering that is active and routed on both sides", async () => {
    const ec2 = await ec2As();
    const [near, far] = [await site(), await ec2.send(new CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }))];
    const VpcId = far.Vpc!.VpcId!;
    const there = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.9.1.0/24" }));
    const [one, two] = [await securityGroup(near.vpc), await securityGroup(VpcId)];
    await allowIn(two, 443, "10.1.0.0/16");
    const from = { interface: await instance(near.inner, one) };
    const to = { interface: await instance(there.Subnet!.SubnetId!, two) };
    const net = await reach();
    const made = await ec2.send(new CreateVpcPeeringConnectionCommand({ VpcId: near.vpc, PeerVpcId: VpcId }));
    const VpcPeeringConnectionId = made.VpcPeeringConnection!.VpcPeeringConnectionId!;
    await ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
    const route = async (SubnetId: string, vpc: string, DestinationCidrBlock: string) => {
      const read = await ec2.send(new DescribeRouteTablesCommand({ Filters: [{ Name: "vpc-id", Values: [vpc] }] }));
      const own = read.RouteTables!.find((table) => table.Associations!.some((item) => item.SubnetId === SubnetId));
      const RouteTableId = (own ?? read.RouteTables![0]!).RouteTableId!;
      await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock, VpcPeeringConnectionId }));
    };
    await route(near.inner, near.vpc, "10.9.0.0/16");
    assert.equal((await net.canReach(from, to, 443)).reachable, false);
    await route(there.Subnet!.SubnetId!, VpcId, "10.1.0.0/16");
    const { ways } = await net.canReach(from, to, 443);
    assert.deepEqual(
      ways.map((way) => way.legs[0]!.via),
      ["VPC peering"],
    );
    assert.equal((await net.canReach(to, from, 443)).reachable, false);
  });
});
