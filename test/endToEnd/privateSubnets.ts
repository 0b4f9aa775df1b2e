import type { EC2 } from "@aws-sdk/client-ec2";
import { region } from "../../local/world/accounts";
import { anyImage } from "../../local/world/instances";
import type { Network } from "../../local/world/network";
import { ownNetwork } from "./world";

/** Routes a network's default route through a target, in its own table. */
async function leads(ec2: EC2, { vpcId, subnetId }: Network, target: { GatewayId: string } | { NatGatewayId: string }) {
  const { RouteTableId } = (await ec2.createRouteTable({ VpcId: vpcId })).RouteTable!;
  await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", ...target });
  await ec2.associateRouteTable({ RouteTableId: RouteTableId!, SubnetId: subnetId });
}

/** A network behind an internet gateway, whose group admits SSH from one range and HTTPS from everywhere. */
export async function publicNetwork(ec2: EC2): Promise<Network> {
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
export async function privateSubnet(ec2: EC2, network: Network): Promise<Network> {
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
export async function start(ec2: EC2, { subnetId, groupId }: Network): Promise<{ instance: string; port: string }> {
  const started = await ec2.runInstances({
    ImageId: await anyImage(ec2),
    MinCount: 1,
    MaxCount: 1,
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: subnetId, Groups: [groupId] }],
  });
  const one = started.Instances![0]!;
  return { instance: one.InstanceId!, port: one.NetworkInterfaces![0]!.NetworkInterfaceId! };
}
