import { givenTags, missing, type Operations, refused, tagList } from "../model";
import { passes } from "./filters";
import { type Ec2Instance, type Ec2Interface, type Ec2State, freshId } from "./state";

function instanceNamed({ instances }: Ec2State, id: string): Ec2Instance {
  const found = instances[id];
  if (!found) throw missing("InvalidInstanceID.NotFound", `the instance ID '${id}'`);
  return found;
}

function interfaceNamed({ interfaces }: Ec2State, id: string): Ec2Interface {
  const found = interfaces[id];
  if (!found) throw missing("InvalidNetworkInterfaceID.NotFound", `the networkInterface ID '${id}'`);
  return found;
}

const groupsOf = (state: Ec2State, { groups }: Ec2Interface) =>
  groups.map((GroupId) => ({ GroupId, GroupName: state.groups[GroupId]?.name }));

const shownPort = (state: Ec2State, id: string) => {
  const port = state.interfaces[id]!;
  return {
    NetworkInterfaceId: id,
    VpcId: port.vpcId,
    SubnetId: port.subnetId,
    OwnerId: state.account,
    Description: port.description,
    Groups: groupsOf(state, port),
    PrivateIpAddresses: port.addresses.map((PrivateIpAddress) => ({ PrivateIpAddress })),
    Ipv6Addresses: [],
    ...(port.managedBy && { Operator: { Managed: true, Principal: port.managedBy } }),
    ...(port.timeouts && { ConnectionTrackingConfiguration: port.timeouts }),
  };
};

const shownInstance = (state: Ec2State, [id, instance]: [string, Ec2Instance]) => ({
  InstanceId: id,
  State: { Name: instance.state },
  Tags: tagList(instance.tags),
  RootDeviceType: instance.rootDevice,
  ...(instance.spot && { InstanceLifecycle: "spot" }),
  ...(instance.profile && { IamInstanceProfile: { Arn: instance.profile } }),
  BlockDeviceMappings: instance.volumes.map(({ device, id: VolumeId, deleteOnTermination }) => ({
    DeviceName: device,
    Ebs: { VolumeId, DeleteOnTermination: deleteOnTermination },
  })),
  NetworkInterfaces: instance.interfaces.map((port, DeviceIndex) => ({
    ...shownPort(state, port),
    Attachment: { DeviceIndex },
  })),
});

/** One attribute a call: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html */
function modifyInstance(state: Ec2State, { InstanceId, ...attributes }: any) {
  const instance = instanceNamed(state, InstanceId);
  if (Object.keys(attributes).length !== 1) throw refused("InvalidParameterCombination", "one attribute a call");
  const { DisableApiTermination, InstanceInitiatedShutdownBehavior, BlockDeviceMappings = [] } = attributes;
  if (DisableApiTermination) {
    if (instance.spot && DisableApiTermination.Value) throw refused("UnsupportedOperation", "Spot");
    instance.terminationProtection = DisableApiTermination.Value;
  }
  if (InstanceInitiatedShutdownBehavior) {
    if (instance.rootDevice === "instance-store") throw refused("UnsupportedOperation", "instance store");
    instance.shutdownBehavior = InstanceInitiatedShutdownBehavior.Value;
  }
  for (const { DeviceName, Ebs } of BlockDeviceMappings) {
    const volume = instance.volumes.find(({ device }) => device === DeviceName);
    if (!volume) throw refused("InvalidInstanceAttributeValue", `no device ${DeviceName}`);
    volume.deleteOnTermination = Ebs.DeleteOnTermination;
  }
}

/** Groups of another VPC are not found: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html */
function modifyInterface(state: Ec2State, { NetworkInterfaceId, ...attributes }: any) {
  const port = interfaceNamed(state, NetworkInterfaceId);
  if (port.managedBy) throw refused("OperationNotPermitted", `managed by ${port.managedBy}`);
  if (Object.keys(attributes).length !== 1) throw refused("InvalidParameterCombination", "one attribute a call");
  const { Groups, ConnectionTrackingSpecification } = attributes;
  if (ConnectionTrackingSpecification) {
    port.timeouts = { ...port.timeouts, ...ConnectionTrackingSpecification };
    return;
  }
  if (!Groups || Groups.length === 0) throw refused("InvalidParameterValue", "at least one group");
  for (const id of Groups)
    if (state.groups[id]?.vpcId !== port.vpcId) throw missing("InvalidGroup.NotFound", `the security group '${id}'`);
  port.groups = [...Groups];
}

/** Instances, their attributes, interfaces and snapshots, and the routes of subnets. */
export const instanceOperations: Operations<Ec2State> = {
  DescribeInstances: {
    parameters: ["InstanceIds", "IncludeManagedResources"],
    act(state, { InstanceIds }) {
      for (const id of InstanceIds) instanceNamed(state, id);
      const found = Object.entries(state.instances).filter(([id]) => InstanceIds.includes(id));
      return { Reservations: [{ Instances: found.map((item) => shownInstance(state, item)) }] };
    },
  },
  DescribeInstanceAttribute: {
    parameters: ["InstanceId", "Attribute"],
    act(state, { InstanceId, Attribute }) {
      const instance = instanceNamed(state, InstanceId);
      if (Attribute === "disableApiTermination")
        return { InstanceId, DisableApiTermination: { Value: instance.terminationProtection } };
      if (Attribute === "instanceInitiatedShutdownBehavior")
        return { InstanceId, InstanceInitiatedShutdownBehavior: { Value: instance.shutdownBehavior } };
      throw refused("InvalidParameterValue", `Attribute ${Attribute}`);
    },
  },
  ModifyInstanceAttribute: {
    parameters: ["InstanceId", "DisableApiTermination", "InstanceInitiatedShutdownBehavior", "BlockDeviceMappings"],
    act: modifyInstance,
  },
  DescribeNetworkInterfaces: {
    parameters: ["NetworkInterfaceIds", "Filters", "IncludeManagedResources", "NextToken", "MaxResults"],
    act(state, { NetworkInterfaceIds, Filters, MaxResults }) {
      if (NetworkInterfaceIds && MaxResults) throw refused("InvalidParameterCombination", "ids and MaxResults");
      if (MaxResults < 5) throw refused("InvalidParameterValue", "MaxResults is at least 5");
      for (const id of NetworkInterfaceIds ?? []) interfaceNamed(state, id);
      const found = Object.entries(state.interfaces).filter(
        ([id, port]) =>
          (!NetworkInterfaceIds || NetworkInterfaceIds.includes(id)) &&
          passes(Filters, {
            "vpc-id": [port.vpcId],
            "subnet-id": [port.subnetId],
            "group-id": port.groups,
            "interface-type": [port.type],
            "network-interface-id": [id],
          }),
      );
      return {
        NetworkInterfaces: found.map(([id, { type }]) => ({ ...shownPort(state, id), InterfaceType: type })),
      };
    },
  },
  ModifyNetworkInterfaceAttribute: {
    parameters: ["NetworkInterfaceId", "Groups", "ConnectionTrackingSpecification"],
    act: modifyInterface,
  },
  CreateSnapshots: {
    parameters: ["InstanceSpecification", "Description", "CopyTagsFromSource", "TagSpecifications"],
    act(state, input) {
      const { volumes } = instanceNamed(state, input.InstanceSpecification.InstanceId);
      const tags = givenTags(input, "snapshot");
      const Snapshots = volumes.map(({ id: volumeId }) => {
        const id = freshId(state, "snap");
        state.snapshots[id] = { volumeId, state: "completed", tags };
        return { SnapshotId: id, VolumeId: volumeId, State: "pending" };
      });
      return { Snapshots };
    },
  },
  DescribeSnapshots: {
    parameters: ["SnapshotIds", "Filters", "OwnerIds", "NextToken"],
    act: ({ snapshots }, { SnapshotIds, Filters }) => ({
      Snapshots: Object.entries(snapshots)
        .filter(([id]) => !SnapshotIds || SnapshotIds.includes(id))
        .filter(([id, snapshot]) =>
          passes(Filters, {
            "snapshot-id": [id],
            ...Object.fromEntries(
              (Filters ?? [])
                .filter(({ Name }: any) => Name.startsWith("tag:"))
                .map(({ Name }: any) => [Name, [snapshot.tags[Name.slice(4)] ?? ""]]),
            ),
          }),
        )
        .map(([id, { state, tags, volumeId }]) => ({
          SnapshotId: id,
          VolumeId: volumeId,
          State: state,
          Tags: tagList(tags),
        })),
    }),
  },
  DescribeRouteTables: {
    parameters: ["Filters", "NextToken"],
    act: (state, { Filters }) => ({
      RouteTables: state.routes
        .filter((table) => passes(Filters, { "vpc-id": [table.vpcId] }))
        .map(({ vpcId, subnetId, main, routes }) => ({
          VpcId: vpcId,
          Associations: [{ Main: main, ...(subnetId && { SubnetId: subnetId }) }],
          Routes: structuredClone(routes),
        })),
    }),
  },
};
