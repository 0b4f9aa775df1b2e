import type { EC2 } from "@aws-sdk/client-ec2";
import type { Network } from "./network";
import { tagList } from "./tagList";

/** Starts an instance with one interface that has IPv4 and IPv6; returns its id. */
export async function makeInstance(ec2: EC2, network: Network, tags: Record<string, string> = {}): Promise<string> {
  const Tags = tagList(tags);
  const started = await ec2.runInstances({
    ImageId: await anyImage(ec2),
    InstanceType: "t3.micro",
    MinCount: 1,
    MaxCount: 1,
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: network.subnetId, Groups: [network.groupId], Ipv6AddressCount: 1 }],
    ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: "instance", Tags }] }),
  });
  return started.Instances![0]!.InstanceId!;
}

/** Attaches a second interface, which may be in another VPC of the account; returns its id. */
export async function addInterface(ec2: EC2, instance: string, network: Network): Promise<string> {
  const made = await ec2.createNetworkInterface({
    SubnetId: network.subnetId,
    Groups: [network.groupId],
    Ipv6AddressCount: 1,
  });
  const id = made.NetworkInterface!.NetworkInterfaceId!;
  await ec2.attachNetworkInterface({ NetworkInterfaceId: id, InstanceId: instance, DeviceIndex: 1 });
  return id;
}

/** Attaches another volume, which would be deleted with the instance. */
export async function addVolume(ec2: EC2, instance: string): Promise<void> {
  const described = (await ec2.describeInstances({ InstanceIds: [instance] })).Reservations![0]!.Instances![0]!;
  const volume = await ec2.createVolume({ AvailabilityZone: described.Placement!.AvailabilityZone!, Size: 1 });
  await ec2.attachVolume({ InstanceId: instance, VolumeId: volume.VolumeId!, Device: "/dev/sdf" });
}

/**
 * An Amazon Linux image. It is looked up by name, because the local AWS has over a thousand images, which take seconds
 * to list.
 */
export async function anyImage(ec2: EC2): Promise<string> {
  const Filters = [{ Name: "name", Values: ["ubuntu/images/hvm-ssd/ubuntu-trusty-14.04-amd64-server-*"] }];
  return (await ec2.describeImages({ Owners: ["amazon"], Filters })).Images![0]!.ImageId!;
}
