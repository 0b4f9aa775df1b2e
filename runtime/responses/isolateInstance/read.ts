import type { AutoScaling as AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import type { EC2, Instance, NetworkInterface } from "@aws-sdk/client-ec2";
import type { ElasticLoadBalancing } from "@aws-sdk/client-elastic-load-balancing";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { pages } from "../../aws/pages";
import { tagRecord } from "../../aws/tagRecord";
import { isMissing } from "../../errors";
import type { ReadContext } from "../../response";
import type { Target } from "../../target";
import { readGroups } from "./readGroups";
import { readRegistrations } from "./readRegistrations";
import {
  type AutoScaling,
  containmentTag,
  type InstanceBefore,
  type InstanceState,
  type Interface,
  type Route,
} from "./state";

/** The clients that isolation needs in the target's account and Region. */
export interface IsolationClients {
  ec2: EC2;
  autoScaling: AutoScalingClient;
  elb: ElasticLoadBalancing;
  elbv2: ElasticLoadBalancingV2;
}

/**
 * Reads the instance, or the stale parts of it. Undefined if it is terminated, terminating or unknown; a terminated
 * instance stays visible for about an hour, without interfaces
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html).
 */
export async function read(
  clients: IsolationClients,
  target: Target,
  context: ReadContext<InstanceState, InstanceBefore>,
): Promise<InstanceState | undefined> {
  const { previous, stale } = context;
  const needs = (part: string) => !previous || stale.includes(part);
  const described = needs("instance") ? await describeInstance(clients.ec2, target.id) : undefined;
  if (needs("instance") && !described) return undefined;
  const ports = await readPorts(clients.ec2, target.id, described, previous);
  const vpcs = [...new Set(ports.map((port) => port.vpcId))];
  const [terminationProtection, shutdownBehavior, groups, autoScaling, registrations, routes, snapshots, restorable] =
    await Promise.all([
      needs("termination") ? readTermination(clients.ec2, target.id) : previous!.terminationProtection,
      needs("shutdown") ? readShutdown(clients.ec2, target.id) : previous!.shutdownBehavior,
      needs("groups") ? readGroups(clients.ec2, target.accountId, vpcs) : pick(previous!, ["groups", "takenNames"]),
      needs("autoScaling")
        ? readAutoScaling(clients.autoScaling, target.id, described ? tagRecord(described.Tags) : previous!.tags)
        : previous!.autoScaling,
      needs("registrations")
        ? readRegistrations(
            clients,
            target.id,
            ports.flatMap((port) => port.addresses),
          )
        : pick(previous!, ["registrations", "balancers"]),
      previous ? previous.routes : readRoutes(clients.ec2, ports),
      readSnapshots(clients.ec2, context),
      previous ? previous.restorable : readRestorable(clients.ec2, context.before),
    ]);
  return {
    ...(described ? instanceFields(described) : instanceFieldsOf(previous!)),
    accountId: target.accountId,
    interfaces: ports,
    terminationProtection,
    shutdownBehavior,
    ...groups,
    ...(autoScaling && { autoScaling }),
    ...registrations,
    routes,
    ...snapshots,
    ...(restorable && { restorable }),
    containment: context.containment,
  };
}

/** The interfaces with the groups they have now; read in full the first time and when another one appeared. */
async function readPorts(
  ec2: EC2,
  id: string,
  described: Instance | undefined,
  previous: InstanceState | undefined,
): Promise<Interface[]> {
  const now = described?.NetworkInterfaces?.map((port) => port.NetworkInterfaceId!) ?? [];
  const known = previous?.interfaces.map((port) => port.id) ?? [];
  if (!previous || now.some((port) => !known.includes(port))) return readInterfaces(ec2, id);
  return previous.interfaces
    .filter((port) => !described || now.includes(port.id))
    .map((port) => ({ ...port, groups: described ? groupsIn(described, port) : port.groups }));
}

async function describeInstance(ec2: EC2, id: string): Promise<Instance | undefined> {
  const answer = await ec2.describeInstances({ InstanceIds: [id] }).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  const instance = answer?.Reservations?.flatMap((reservation) => reservation.Instances ?? [])[0];
  return ["terminated", "shutting-down"].includes(instance?.State?.Name ?? "terminated") ? undefined : instance;
}

const instanceKeys = ["id", "lifecycle", "tags", "profile", "rootDevice", "spot", "volumes"] as const;

type InstanceFields = Pick<InstanceState, (typeof instanceKeys)[number]>;

function instanceFields(instance: Instance): InstanceFields {
  return {
    id: instance.InstanceId!,
    lifecycle: instance.State!.Name!,
    tags: tagRecord(instance.Tags),
    ...(instance.IamInstanceProfile?.Arn && { profile: instance.IamInstanceProfile.Arn }),
    rootDevice: instance.RootDeviceType === "instance-store" ? "instance-store" : "ebs",
    spot: instance.InstanceLifecycle === "spot",
    volumes: (instance.BlockDeviceMappings ?? [])
      .filter((mapping) => mapping.Ebs?.VolumeId)
      .map((mapping) => ({
        device: mapping.DeviceName!,
        id: mapping.Ebs!.VolumeId!,
        deleteOnTermination: mapping.Ebs!.DeleteOnTermination ?? false,
      })),
  };
}

const instanceFieldsOf = (state: InstanceState): InstanceFields => pick(state, [...instanceKeys]);

function pick<Key extends keyof InstanceState>(state: InstanceState, keys: Key[]): Pick<InstanceState, Key> {
  return Object.fromEntries(keys.filter((key) => key in state).map((key) => [key, state[key]])) as never;
}

function groupsIn(instance: Instance, port: Interface): string[] {
  const now = instance.NetworkInterfaces?.find((item) => item.NetworkInterfaceId === port.id);
  return (now?.Groups ?? []).map((group) => group.GroupId!);
}

/** Only this call tells which interfaces a service manages. */
async function readInterfaces(ec2: EC2, id: string): Promise<Interface[]> {
  const found = await pages(
    (NextToken) =>
      ec2.describeNetworkInterfaces({ Filters: [{ Name: "attachment.instance-id", Values: [id] }], NextToken }),
    (page) => page.NetworkInterfaces,
    (page) => page.NextToken,
  );
  return found
    .sort((left, right) => (left.Attachment?.DeviceIndex ?? 0) - (right.Attachment?.DeviceIndex ?? 0))
    .map(interfaceOf);
}

function interfaceOf(port: NetworkInterface): Interface {
  return {
    id: port.NetworkInterfaceId!,
    vpcId: port.VpcId!,
    subnetId: port.SubnetId!,
    groups: (port.Groups ?? []).map((group) => group.GroupId!),
    addresses: [
      ...(port.PrivateIpAddresses ?? []).map((address) => address.PrivateIpAddress!),
      ...(port.Ipv6Addresses ?? []).map((address) => address.Ipv6Address!),
    ],
    ...(port.Association?.PublicIp && { publicIp: port.Association.PublicIp }),
    ...(port.RequesterManaged && { managedBy: port.RequesterId ?? "a service" }),
  };
}

async function readTermination(ec2: EC2, InstanceId: string): Promise<boolean> {
  const answer = await ec2.describeInstanceAttribute({ InstanceId, Attribute: "disableApiTermination" });
  return answer.DisableApiTermination?.Value ?? false;
}

async function readShutdown(ec2: EC2, InstanceId: string): Promise<"stop" | "terminate"> {
  const answer = await ec2.describeInstanceAttribute({ InstanceId, Attribute: "instanceInitiatedShutdownBehavior" });
  return answer.InstanceInitiatedShutdownBehavior?.Value === "terminate" ? "terminate" : "stop";
}

/**
 * The Auto Scaling group that the instance is in. Auto Scaling itself writes the tag and nobody else can
 * (https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html), so it saves the call for others.
 */
async function readAutoScaling(
  client: AutoScalingClient,
  id: string,
  tags: Record<string, string>,
): Promise<AutoScaling | undefined> {
  if (!("aws:autoscaling:groupName" in tags)) return undefined;
  const instances = await client.describeAutoScalingInstances({ InstanceIds: [id] });
  const member = instances.AutoScalingInstances?.[0];
  if (!member) return undefined;
  const AutoScalingGroupNames = [member.AutoScalingGroupName!];
  const group = (await client.describeAutoScalingGroups({ AutoScalingGroupNames })).AutoScalingGroups?.[0];
  return {
    group: member.AutoScalingGroupName!,
    lifecycle: member.LifecycleState!,
    desired: group?.DesiredCapacity ?? 0,
    max: group?.MaxSize ?? 0,
  };
}

/** The routes of the interfaces' subnets that decide what keeps a connection alive after the groups are gone. */
async function readRoutes(ec2: EC2, ports: Interface[]): Promise<Route[]> {
  const vpcs = [...new Set(ports.map((port) => port.vpcId))];
  if (vpcs.length === 0) return [];
  const tables = await pages(
    (NextToken) => ec2.describeRouteTables({ Filters: [{ Name: "vpc-id", Values: vpcs }], NextToken }),
    (page) => page.RouteTables,
    (page) => page.NextToken,
  );
  return [...new Map(ports.map((port) => [port.subnetId, port])).values()].flatMap(({ subnetId, vpcId }) => {
    const own = tables.find((table) => table.Associations?.some((item) => item.SubnetId === subnetId));
    const main = tables.find((table) => table.VpcId === vpcId && table.Associations?.some((item) => item.Main));
    return ((own ?? main)?.Routes ?? []).flatMap((route) => {
      const via =
        route.NatGatewayId ?? route.EgressOnlyInternetGatewayId ?? route.TransitGatewayId ?? route.GatewayId ?? "";
      const destination =
        route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? "";
      return via && via !== "local" ? [{ subnetId, destination, via }] : [];
    });
  });
}

type Snapshots = Pick<InstanceState, "snapshots" | "failedSnapshots">;

/**
 * The snapshots of this containment. A run that goes on with another one's work looks for snapshots that were made but
 * not written down; a fresh one knows that there are none. A snapshot may fail long after it was accepted, for example for
 * want of its key, so a later run looks again.
 */
async function readSnapshots(ec2: EC2, context: ReadContext<InstanceState>): Promise<Snapshots> {
  const { previous, evidence, continued, containment } = context;
  const noted = evidence.filter((item) => item.kind === "snapshot").map((item) => item.id);
  if (previous || !continued) {
    const snapshots = [...new Set([...(previous?.snapshots ?? []), ...noted])];
    return { snapshots, failedSnapshots: previous?.failedSnapshots ?? [] };
  }
  const Filters = [{ Name: `tag:${containmentTag}`, Values: [containment] }];
  const { Snapshots = [] } = await ec2.describeSnapshots({ Filters, OwnerIds: ["self"] });
  const failed = Snapshots.filter(({ State }) => State === "error");
  return {
    // One that somebody deleted was taken all the same.
    snapshots: [...new Set([...noted, ...Snapshots.map(({ SnapshotId }) => SnapshotId!)])],
    failedSnapshots: failed.map(({ SnapshotId, StateMessage }) => ({
      id: SnapshotId!,
      reason: StateMessage ?? "error",
    })),
  };
}

/** Groups may have been deleted since; a filter leaves them out where naming them would be an error. */
async function readRestorable(ec2: EC2, before: InstanceBefore | undefined): Promise<string[] | undefined> {
  const wanted = [...new Set(before?.interfaces.flatMap((port) => port.groups))];
  if (wanted.length === 0) return undefined;
  const found = await pages(
    (NextToken) => ec2.describeSecurityGroups({ Filters: [{ Name: "group-id", Values: wanted }], NextToken }),
    (page) => page.SecurityGroups,
    (page) => page.NextToken,
  );
  return found.map((group) => group.GroupId!);
}
