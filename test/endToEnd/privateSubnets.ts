import type { EC2 } from "@aws-sdk/client-ec2";
import { anyImage } from "../../local/world/instances";
import { leads, type Network } from "../../local/world/network";
import { ownNetwork } from "./world";

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
