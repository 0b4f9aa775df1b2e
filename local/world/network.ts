import type { EC2 } from "@aws-sdk/client-ec2";
import { region } from "./accounts";

/** A VPC with one subnet, IPv4 and IPv6, and the group of its workload. */
export interface Network {
  vpcId: string;
  subnetId: string;
  /** A group that allows inbound HTTPS, like that of a web server. */
  groupId: string;
}

/** Creates a network; with `nat` its subnet reaches the internet through a NAT gateway. */
export async function makeNetwork(ec2: EC2, number: number, nat = false): Promise<Network> {
  const vpc = (await ec2.createVpc({ CidrBlock: `10.${number}.0.0/16`, AmazonProvidedIpv6CidrBlock: true })).Vpc!;
  const vpcId = vpc.VpcId!;
  const v6 = (await ec2.describeVpcs({ VpcIds: [vpcId] })).Vpcs![0]!.Ipv6CidrBlockAssociationSet![0]!.Ipv6CidrBlock!;
  const subnet = await ec2.createSubnet({
    VpcId: vpcId,
    CidrBlock: `10.${number}.1.0/24`,
    Ipv6CidrBlock: v6.replace("/56", "/64"),
  });
  const subnetId = subnet.Subnet!.SubnetId!;
  if (nat) await routeThroughNat(ec2, vpcId, subnetId);
  const group = await ec2.createSecurityGroup({ VpcId: vpcId, GroupName: "web", Description: "web servers" });
  await ec2.authorizeSecurityGroupIngress({
    GroupId: group.GroupId!,
    IpPermissions: [
      {
        IpProtocol: "tcp",
        FromPort: 443,
        ToPort: 443,
        IpRanges: [{ CidrIp: "0.0.0.0/0" }],
        Ipv6Ranges: [{ CidrIpv6: "::/0" }],
      },
    ],
  });
  return { vpcId, subnetId, groupId: group.GroupId! };
}

async function routeThroughNat(ec2: EC2, vpcId: string, subnetId: string): Promise<void> {
  await leads(ec2, { vpcId, subnetId }, { NatGatewayId: await makeNatGateway(ec2, subnetId) });
}

async function makeNatGateway(ec2: EC2, SubnetId: string): Promise<string> {
  const { AllocationId } = await ec2.allocateAddress({ Domain: "vpc" });
  return (await ec2.createNatGateway({ SubnetId, AllocationId: AllocationId! })).NatGateway!.NatGatewayId!;
}

/** Routes everything that leaves a subnet by IPv4 through a gateway, in a table of its own. */
export async function leads(
  ec2: EC2,
  { vpcId, subnetId }: Pick<Network, "vpcId" | "subnetId">,
  target: { GatewayId: string } | { NatGatewayId: string },
): Promise<void> {
  const { RouteTableId } = (await ec2.createRouteTable({ VpcId: vpcId })).RouteTable!;
  await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", ...target });
  await ec2.associateRouteTable({ RouteTableId: RouteTableId!, SubnetId: subnetId });
}

/** The same network with a second subnet, IPv4 and IPv6, behind a NAT gateway in the first one. */
export async function privateSubnet(ec2: EC2, network: Network): Promise<Network> {
  const gateway = await makeNatGateway(ec2, network.subnetId);
  const [vpc] = (await ec2.describeVpcs({ VpcIds: [network.vpcId] })).Vpcs!;
  const v6 = vpc!.Ipv6CidrBlockAssociationSet![0]!.Ipv6CidrBlock!;
  const { Subnet } = await ec2.createSubnet({
    VpcId: network.vpcId,
    CidrBlock: vpc!.CidrBlock!.replace(/\.\d+\.0\/\d+$/, ".200.0/24"),
    Ipv6CidrBlock: v6.replace("00::/56", "01::/64"),
    AvailabilityZone: `${region}a`,
  });
  const inner = { ...network, subnetId: Subnet!.SubnetId! };
  await leads(ec2, inner, { NatGatewayId: gateway });
  return inner;
}
