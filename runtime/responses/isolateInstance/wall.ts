import type { Acl, WallEntry } from "../../aws/wall/acls";
import { create, gapsIn, missingEntries, rangesOf } from "../../aws/wall/entries";
import { type Device, isOfGateway } from "../../aws/wall/paths";
import type { Call } from "../../model/call";
import type { InstanceState, Interface, IsolationSettings } from "./state";

/**
 * The types of devices whose flows a network ACL can cut: interfaces in a subnet that the packets of the instance are addressed
 * to or come from, and NAT gateways, for which AWS says so (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-comparison.html).
 * Of the others, such as a Gateway Load Balancer, which gets packets by routes, AWS does not say how ACLs treat them.
 */
const wallable = ["natGateway", "network_load_balancer", "vpc_endpoint", "lambda"];

/**
 * The devices that a wall can keep the instance from, whose flows security groups always track. An ACL filters what crosses the
 * edge of its subnet and knows only the remote address, so the entries belong into the ACLs of the devices' subnets, not of the
 * instance's (https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html). ACLs know no connections, so the entries also
 * end flows that are open
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html).
 */
export function walledOff({ devices = [], routes }: Pick<InstanceState, "devices" | "routes">): Device[] {
  const vias = routes.map(({ via }) => via);
  return devices.filter(
    (device) =>
      wallable.includes(device.type) && (device.type !== "natGateway" || vias.some((via) => isOfGateway(device, via))),
  );
}

/** Why a device can still be reached, one text each; empty if the ACL of its subnet keeps out every interface of the instance. */
export function gapsOf(state: InstanceState, device: Device): string[] {
  if (!wallable.includes(device.type)) return ["no network ACL is known to filter it"];
  const ports = state.interfaces.filter(({ vpcId }) => vpcId === device.vpcId);
  const gaps = ports.flatMap((port) => gapsBetween(state, device, port));
  return ports.length > 0 ? [...new Set(gaps)] : [`no interface of ${state.id} is shown in ${device.vpcId}`];
}

function gapsBetween({ acls = [] }: InstanceState, device: Device, port: Interface): string[] {
  if (device.subnetId === port.subnetId) return [`it is in the subnet of ${port.id}, where network ACLs do not filter`];
  const acl = aclOf(acls, device);
  return acl ? gapsIn(acl, port) : [`the network ACL of ${device.subnetId} is not known`];
}

const aclOf = (acls: Acl[], { subnetId }: Device) => acls.find(({ subnets }) => subnets.includes(subnetId));

/**
 * The deny entries that keep the instance from the devices, in both directions. They match only the instance's addresses. Only
 * the owner of a VPC may change its ACLs
 * (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing-service-behavior.html).
 */
export function buildWall(state: InstanceState, { networkAcls = true }: IsolationSettings): Call[] {
  if (!networkAcls) return [];
  const entries: WallEntry[] = [];
  for (const device of walledOff(state)) {
    const acl = aclOf(state.acls ?? [], device);
    if (!acl || acl.ownerId !== state.accountId) continue;
    const ports = state.interfaces.filter(
      ({ vpcId, subnetId }) => vpcId === device.vpcId && subnetId !== device.subnetId,
    );
    for (const cidr of ports.flatMap(rangesOf)) entries.push(...missingEntries(acl, cidr, entries));
  }
  return entries.map((entry) => ({ ...create(entry, "what is always tracked"), secondary: true }));
}
