import type { EC2 } from "@aws-sdk/client-ec2";
import { groupTag } from "../../runtime/responses/isolateInstance/state";
import { madeByRehearsals, runIn } from "../names";
import { type Attempt, onceFree, type Pause } from "./attempt";

/** How long after the end of machines AWS may still report a part of their network as in use, in milliseconds. */
const lastUse = 60_000;

/** Removes the VPCs of rehearsals with their gateways. Nothing may run there any more. */
export async function removeNetworks(ec2: EC2, attempt: Attempt, pause: Pause): Promise<void> {
  const Filters = [madeByRehearsals];
  // Either its user has just ended, so that a retry succeeds, or it contains resources of others.
  const busy = { name: "DependencyViolation", until: Date.now() + lastUse };
  const patiently: Attempt = (what, call) => attempt(what, () => onceFree(pause, busy, call));
  const { InternetGateways = [] } = await ec2.describeInternetGateways({ Filters });
  for (const { InternetGatewayId, Attachments = [] } of InternetGateways) {
    await patiently(InternetGatewayId!, async () => {
      for (const { VpcId } of Attachments)
        await ec2.detachInternetGateway({ InternetGatewayId: InternetGatewayId!, VpcId: VpcId! });
      await ec2.deleteInternetGateway({ InternetGatewayId: InternetGatewayId! });
    });
  }
  const { Vpcs = [] } = await ec2.describeVpcs({ Filters });
  for (const { VpcId } of Vpcs) await removeNetwork(ec2, VpcId!, patiently);
}

/** Removes the rehearsal's resources and Firebreak's groups from a VPC of a rehearsal, and nothing else. */
async function removeNetwork(ec2: EC2, VpcId: string, attempt: Attempt): Promise<void> {
  const Filters = [{ Name: "vpc-id", Values: [VpcId] }];
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({ Filters });
  const ours = SecurityGroups.filter(
    ({ Tags = [] }) => runIn(Tags) !== undefined || Tags.some(({ Key }) => Key === groupTag),
  );
  for (const { GroupId } of ours) await attempt(GroupId!, () => ec2.deleteSecurityGroup({ GroupId: GroupId! }));
  const { Subnets = [] } = await ec2.describeSubnets({ Filters: [...Filters, madeByRehearsals] });
  for (const { SubnetId } of Subnets) await attempt(SubnetId!, () => ec2.deleteSubnet({ SubnetId: SubnetId! }));
  const { RouteTables = [] } = await ec2.describeRouteTables({ Filters: [...Filters, madeByRehearsals] });
  for (const { RouteTableId } of RouteTables)
    await attempt(RouteTableId!, () => ec2.deleteRouteTable({ RouteTableId: RouteTableId! }));
  await attempt(VpcId, () => ec2.deleteVpc({ VpcId }));
}
