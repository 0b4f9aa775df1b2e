import type { EC2, Instance, InstanceNetworkInterface, NetworkInterface } from "@aws-sdk/client-ec2";
import { pages } from "../../aws/pages";
import { type InstanceState, type Interface, isClosed } from "./state";
import { timeoutsIn } from "./timeouts";

/**
 * The interfaces that EC2 returns with the instance, the primary one first. This list is complete: a filtered list may lack
 * some, for example those that a service manages.
 */
export function portsIn(instance: Instance): Interface[] {
  return [...(instance.NetworkInterfaces ?? [])]
    .sort((left, right) => (left.Attachment?.DeviceIndex ?? 0) - (right.Attachment?.DeviceIndex ?? 0))
    .map(portOf);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/amazon-ec2-managed-instances.html */
function portOf(port: InstanceNetworkInterface): Interface {
  const publicIp = port.Association?.PublicIp;
  const prefixes = [
    ...(port.Ipv4Prefixes ?? []).map(({ Ipv4Prefix }) => Ipv4Prefix!),
    ...(port.Ipv6Prefixes ?? []).map(({ Ipv6Prefix }) => Ipv6Prefix!),
  ];
  return {
    id: port.NetworkInterfaceId!,
    vpcId: port.VpcId!,
    subnetId: port.SubnetId!,
    groups: (port.Groups ?? []).map((group) => group.GroupId!),
    groupNames: (port.Groups ?? []).flatMap((group) => group.GroupName ?? []),
    addresses: [
      ...(port.PrivateIpAddresses ?? []).map((address) => address.PrivateIpAddress!),
      ...(port.Ipv6Addresses ?? []).map((address) => address.Ipv6Address!),
    ],
    ...(prefixes.length > 0 && { prefixes }),
    ...(publicIp && { publicIp }),
    ...timeoutsIn(port.ConnectionTrackingConfiguration),
    ...(port.Operator?.Managed && { managedBy: port.Operator.Principal ?? "a service" }),
  };
}

/**
 * Who manages the interfaces that are not closed, read by id: only that answer shows whether a service created an interface.
 * Not needed if every interface is closed.
 */
export async function withManagers(ec2: EC2, state: InstanceState, always: boolean): Promise<InstanceState> {
  const open = state.interfaces.filter((port) => !port.managedBy && (always || !isClosed(state, port)));
  if (open.length === 0) return state;
  const found = await described(
    ec2,
    open.map((port) => port.id),
  );
  const managers = Object.fromEntries(
    found.flatMap((port) => {
      const by = port.Operator?.Managed
        ? port.Operator.Principal
        : port.RequesterManaged
          ? port.RequesterId
          : undefined;
      const managed = port.Operator?.Managed || port.RequesterManaged;
      return managed ? [[port.NetworkInterfaceId!, by ?? "a service"]] : [];
    }),
  );
  const interfaces = state.interfaces.map((port) => {
    const managedBy = managers[port.id];
    return managedBy ? { ...port, managedBy } : port;
  });
  return { ...state, interfaces };
}

/** Empty if they cannot be read: an interface that is not closed stays missing, managed or not. */
async function described(ec2: EC2, NetworkInterfaceIds: string[]): Promise<NetworkInterface[]> {
  try {
    return await pages(
      (NextToken) => ec2.describeNetworkInterfaces({ NetworkInterfaceIds, IncludeManagedResources: true, NextToken }),
      (page) => page.NetworkInterfaces,
      (page) => page.NextToken,
    );
  } catch {
    return [];
  }
}
