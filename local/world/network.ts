import type { EC2 } from "@aws-sdk/client-ec2";

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
  const address = await ec2.allocateAddress({ Domain: "vpc" });
  const gateway = await ec2.createNatGateway({ SubnetId: subnetId, AllocationId: address.AllocationId! });
  const table = (await ec2.createRouteTable({ VpcId: vpcId })).RouteTable!.RouteTableId!;
  await ec2.createRoute({
    RouteTableId: table,
    DestinationCidrBlock: "0.0.0.0/0",
    NatGatewayId: gateway.NatGateway!.NatGatewayId!,
  });
  await ec2.associateRouteTable({ RouteTableId: table, SubnetId: subnetId });
}
